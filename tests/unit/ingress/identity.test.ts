import { expect, test } from 'vitest'
import { Access, SourceRange } from '../../../server/ingress/access.ts'
import { jsonObjects } from '../../../server/ingress/json-stream.ts'
import { PbxCall, uuidIdentity } from '../../../server/ingress/leg-identity.ts'

test.each([
  '36238c66-2ef7-40bf-b2e4-1da6c356e5a7',
  '1795354565.17',
  'a84b4c76e66710@pc33.example.com',
  'call/7:3?x=[1]%41',
  '来电 7',
  'a..b',
  'x'.repeat(200),
])('a PBX may name a call %s', (call) => {
  expect(PbxCall.safeParse(call).success).toBe(true)
})

test.each([
  '',
  'x'.repeat(201),
  '电'.repeat(67),
  'a\nb',
  'a\u0000',
  'a\u0085b',
  '..',
  '../x',
  'a/../b',
  'a\\..\\b',
  'a/..',
])('%j names no call', (call) => {
  expect(PbxCall.safeParse(call).success).toBe(false)
})

test.each([
  { uuid: '5f0c1a2b3c4d4e5f8a9b000000001201', pbxCall: '5f0c1a2b-3c4d-4e5f-8a9b-0000000012', role: 'caller' },
  {
    uuid: '5f0c1a2b3c4d4e5f8a9b000000001202',
    pbxCall: '5f0c1a2b-3c4d-4e5f-8a9b-0000000012',
    role: 'responder',
  },
  {
    uuid: '5f0c1a2b3c4d4e5f8a9b000000001203',
    pbxCall: '5f0c1a2b-3c4d-4e5f-8a9b-000000001203',
    role: 'mixed',
  },
])('the UUID $uuid is the $role', ({ uuid, pbxCall, role }) => {
  expect(uuidIdentity(Buffer.from(uuid, 'hex'))).toEqual({ pbxCall, role })
})

test.each([
  { text: '{"a":1}', objects: [{ a: 1 }] },
  { text: '{"a":1}{"b":{"c":"}{"}}', objects: [{ a: 1 }, { b: { c: '}{' } }] },
  { text: ' {"a":"\\"}"} noise {"b":2}', objects: [{ a: '"}' }, { b: 2 }] },
  { text: '"with space", "b":"c"}', objects: [] },
  { text: '{"a":', objects: [] },
  { text: '{a:1}{"b":2}', objects: [{ b: 2 }] },
  { text: '13800138000', objects: [] },
])('the objects in $text', ({ text, objects }) => {
  expect(jsonObjects(text)).toEqual(objects)
})

test('addresses are admitted by range, in either notation', () => {
  const access = new Access(['10.20.0.0/16', '192.0.2.7', '2001:db8::/32'])
  for (const address of ['10.20.3.4', '192.0.2.7', '::ffff:10.20.3.4', '2001:db8::5']) {
    expect(access.admits(address)).toBe(true)
  }
  for (const address of ['10.21.0.1', '192.0.2.8', '::1', '::ffff:10.21.0.1', undefined]) {
    expect(access.admits(address)).toBe(false)
  }
})

test.each(['10.0.0.0/8', '127.0.0.1', '::1', 'fd00::/8'])('%s is a range', (range) => {
  expect(SourceRange.safeParse(range).success).toBe(true)
})

test.each(['10.0.0.0/33', 'localhost', '10.0.0', ''])('%j is no range', (range) => {
  expect(SourceRange.safeParse(range).success).toBe(false)
})
