import { describe, expect, test } from 'vitest'
import { digitRun } from '../../../server/redaction/recognizers/digit-run.ts'
import { markedBy, typesBy } from './marked-text.ts'

test.each([
  // Mobile numbers, in the forms that people and recognisers give them.
  ['我的电话是【13800138000】', 'phone'],
  ['【幺三八零零幺三八零零零】', 'phone'],
  ['打给我【一三八，嗯，零零一三，那个八零零零】就行', 'phone'],
  ['【要三八零零要三八零零零】', 'phone'],
  ['你记一下【幺三拐洞洞幺两勾洞洞洞】对吗', 'phone'],
  ['加【八六１３８００１３８０００】', 'phone'],
  // Landlines.
  ['座机【零幺零，八二三四五六七八】', 'phone'],
  ['家里是【021-62345678】', 'phone'],
  // Behind a cue, shorter.
  ['手机尾号【八八三二】', 'phone'],
  ['手机号后四位是【三零六二】', 'phone'],
  ['我手机是【幺三八】', 'phone'],
  ['我的手机号码就是【八八六六五】', 'phone'],
  // Whatever else is five digits or more.
  ['学号是【二零二三零零一八】', 'other'],
  ['那个【三八四七五六】', 'other'],
  ['银行卡【六二二二零二零二零零一一二三四五六七八】', 'other'],
  // A correction in the middle goes with the rest.
  ['【幺三八八不对幺三九零零幺三八零零零】', 'other'],
  // A service number beside a number of a person.
  ['打12356，我的是【13800138000】', 'phone'],
  ['12356，【六六五五四四三】', 'other'],
  ['是【一二零，六六五五四四三】', 'other'],
])('finds %s (%s)', async (marked, type) => {
  expect(await markedBy([digitRun], marked)).toBe(marked)
  expect(await typesBy([digitRun], marked)).toEqual([type])
})

describe('keeps', () => {
  test.each([
    // Service numbers, in any form.
    '打12356',
    '幺二三五六是全国统一的',
    '拨打一二三五六，二十四小时都有人',
    '拨打12356，24小时都有人',
    '要二三五六',
    '九六二五二五',
    '零二一九六二五二五',
    '打110、120都行',
    '幺幺零',
    '12356 12356',
    '幺二三五六幺二三五六',
    '四零零幺六幺九九九五',
    '热线号码是一二三二零',
    // Quantities, money, ages, times, years, scores.
    '吃了二十片',
    '吃了20、30片',
    '三十五岁',
    '16、17岁的时候',
    '八十分',
    '零到一百您打几分',
    '80，90，70分',
    '一百',
    '晚上十一点半',
    '二十三点四十五',
    '2点30分',
    '二零二四年二零二五年',
    '二零二三、二零二四年',
    '二零零八年五月十二号',
    '欠了一万两千三百块',
    '欠了20000块钱',
    '欠了1,200,000元',
    '走了12000步',
    '8000一个月',
    // Counting aloud.
    '吸气一二三四，屏住一二三四五六七',
    '五四三二一',
    '三四五六七八年级',
    '一片两片三片四片五片',
    // Few digits.
    '九九六',
    '二零二四',
    '电话打了三四次',
    '七八个人',
  ])('%s', async (text) => {
    expect(await markedBy([digitRun], text)).toBe(text)
  })
})
