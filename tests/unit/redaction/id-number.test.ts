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
  '【幺幺零幺零幺，幺九九零零三零七】，嗯，【零零幺艾克斯】',
  '【110101900307001】',
  // In pieces, read back, corrected.
  '我分段念啊【四三洞幺勾勾】然后【幺勾勾幺洞三幺四】呃【拐三拐洞】',
  '证件号您慢一点说【三二洞三两两三二零三二二】嗯【幺九九四洞九幺拐】',
  '身份证号【三二零三二二】再往后【一九九四零九一一】不是【幺幺】是【幺拐】',
  '身份证【三二零三二二】后头【两三幺】再一个【X】',
  '身份证【三七零幺九九】开头【二零零五】年的最后【零零三六】',
  // In part, with what a recogniser makes of the cue.
  '身份证后四位是【零零一叉】',
  '身份证后四位【三二一零】',
  '身份正后六位【零二要四要X】',
  '身份证末四位【九零九零】',
  '身份证前六位是【三一零一零四】',
  '身份证我也背得下【幺一零幺零二】',
  '身份证号码是【三一零一零四一九】',
  '身份证最后三位【八幺爱克斯】',
  '身份证最后是【零零三】大写的【X】',
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
  '身份证二零三零年到期',
  '身份证办了三四次',
  '三二一叉',
])('leaves %s', async (text) => {
  expect(await markedBy([idNumber], text)).toBe(text)
})

test('a right checksum makes it certain, a wrong one is no reason to leave it', async () => {
  const right = checked('11010119900307001')
  const wrong = right.slice(0, 17) + (right.endsWith('X') ? '0' : 'X')
  const scores = await Promise.all([right, wrong].map(async (id) => idNumber.find(await read(id))[0]?.score))
  expect(scores).toEqual([1, 0.9])
})
