import { expect, test } from 'vitest'
import { numberChains } from '../../../server/redaction/number-chains.ts'
import { read } from './marked-text.ts'

test.each([
  ['一三八零零一三八零零零', '13800138000'],
  // Read back piece by piece, as a whole, and both without a pause between the parties.
  ['一三八嗯一三八零零一三八零零零', '13800138000'],
  ['一三九呃九一零零九一零零后面呢四七二八一三九九一零零四七二八', '13991004728'],
  ['一五五等下七三二零嗯嗯后头是六六一九一五五七三二零六六一九', '15573206619'],
  ['一三八零零一三八零零零一三八零零一三八零零零', '13800138000'],
  // Taken back.
  ['幺三三七一六二不对幺三三七一二六', '1337126'],
  ['幺三三，七一六二，不对，七一二六', '1337126'],
  ['一三七零三九不对是一三八零零一三八零零零', '13800138000'],
])('%s is %s', async (text, number) => {
  expect(numberChains(await read(text)).map(({ said }) => said)).toEqual([number])
})
