import { expect, test } from 'vitest'
import { idNumber } from '../../../server/redaction/recognizers/id-number.ts'
import { markedBy, read } from './marked-text.ts'

// 110101 199003070 is a made-up sequence number; its right check digit is computed here, not somebody's.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checked = (first17: string) =>
  first17 + '10X98765432'[WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(first17[i]), 0) % 11]

test.each([
  `我的是【${checked('11010119900307001')}】`,
  '【一一零一零一一九九零零三零七零零幺叉】',
  '【幺幺零幺零幺，幺九九零零三零七，嗯，零零幺艾克斯】',
  '【110101900307001】',
  '身份证后四位是【零零一叉】',
  '身份证后四位【三二一零】',
  '身份证前六位是【三一零一零四】',
  '身份证号码是【三一零一零四一九】',
])('finds %s', async (marked) => {
  expect(await markedBy([idNumber], marked)).toBe(marked)
})

test.each([
  '13800138000',
  '123456789012345678',
  '110101901307001',
  '后四位',
  '身份证丢了',
  '我身份证上是二十岁',
  '三二一叉',
])('leaves %s', async (text) => {
  expect(await markedBy([idNumber], text)).toBe(text)
})

test('a right checksum makes it certain', async () => {
  const right = checked('11010119900307001')
  const wrong = right.slice(0, 17) + (right.endsWith('X') ? '0' : 'X')
  const scores = await Promise.all([right, wrong].map(async (id) => idNumber.find(await read(id))[0]?.score))
  expect(scores).toEqual([1, 0.9])
})
