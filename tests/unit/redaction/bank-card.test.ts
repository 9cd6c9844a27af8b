import { expect, test } from 'vitest'
import { bankCard } from '../../../server/redaction/recognizers/bank-card.ts'
import { markedBy, read } from './marked-text.ts'

test.each([
  '银行卡卡号【六二九九九零九六九三九二三三三五】让他转走了',
  '卡号我念【六二九九九零】嗯【零零二三】嗯【四幺五五】嗯【八零七二】嗯【三】',
  '工资卡卡号【六二九九九七七九八零四九四九要二七七腰】让他转走了',
  '社保卡卡号【六二九九九幺九幺九六幺六零四五九五八零】',
  '转到他建行的卡里尾号【零九四七】',
  '卡号后四位【要零要三】',
  '存折最后四个数【五二零八】',
  '卡尾号【六零六四】刷爆了',
  // Luhn alone.
  '【4111111111111111】',
])('finds %s', async (marked) => {
  expect(await markedBy([bankCard], marked)).toBe(marked)
})

test.each([
  '4111111111111112',
  '银行卡里就剩三百',
  '农行二零二一年办的卡',
  '信用卡欠了六万八',
  '存折上三万二',
  '手机尾号八八三二',
])('leaves %s', async (text) => {
  expect(await markedBy([bankCard], text)).toBe(text)
})

test('a right check digit raises the score and is no condition', async () => {
  const scores = await Promise.all(
    ['4111111111111111', '4111111111111112'].map(
      async (card) => bankCard.find(await read(`银行卡号${card}`))[0]?.score,
    ),
  )
  expect(scores).toEqual([0.98, 0.9])
})
