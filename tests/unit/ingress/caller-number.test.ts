import { expect, test } from 'vitest'
import { callerNumber } from '../../../server/ingress/caller-number.ts'
import { callerIn } from '../../../server/ingress/freeswitch-parameters.ts'

test.each([
  '13800138000',
  13800138000,
  '+86 138 0013 8000',
  ' 8613800138000',
  '008613800138000',
  '013800138000',
  'sip:13800138000@10.0.0.5',
  '"张三" <sip:+8613800138000@10.0.0.5:5060;transport=udp>',
  'tel:+86-138-0013-8000',
  '13800138000@10.0.0.5',
  '１３８００１３８０００',
])('%s is one and the same mobile', (said) => {
  expect(callerNumber(said)).toBe('13800138000')
})

test.each([
  ['(021) 6234 5678', '2162345678'],
  ['+86 21 6234 5678', '2162345678'],
  ['862162345678', '2162345678'],
  ['86123456', '86123456'],
  ['+1 415 555 1234', '+14155551234'],
  ['001 415 555 1234', '+14155551234'],
])('%s is %s', (said, number) => {
  expect(callerNumber(said)).toBe(number)
})

test.each([
  'anonymous',
  'sip:anonymous@anonymous.invalid',
  '1001',
  '10086',
  '000000000000',
  '',
  null,
  {},
  [13800138000],
  '310104198001011234',
])('%j is no number of a caller', (said) => {
  expect(callerNumber(said)).toBe(undefined)
})

test.each([
  [{ from: '13800138000', to: '12356' }, undefined, '13800138000'],
  [{ callerId: '13800138000' }, 'caller', '13800138000'],
  [{ caller: '13900139000', from: '13800138000' }, undefined, '13900139000'],
  [{ from: 'anonymous', callerId: '13800138000' }, undefined, '13800138000'],
  // The number on the responder's channel, and of a call that the hotline made, need not be the caller's.
  [{ from: '62345678' }, 'responder', undefined],
  [{ caller: '13900139000', from: '62345678' }, 'responder', '13900139000'],
  [{ from: '62345678', direction: 'outbound' }, undefined, undefined],
])('of %j with %s on the left, the caller is %s', (metadata, left, caller) => {
  expect(callerIn(metadata, left)).toBe(caller)
})
