import { describe, expect, test } from 'vitest'
import { digitRun } from '../../../server/redaction/recognizers/digit-run.ts'
import { markedBy } from './marked-text.ts'

test.each([
  '那个【三八四七五六】',
  '【幺三八零零幺三八零零零】',
  '加【八六１３８００１３８０００】',
  '学号是【二零二三零零一八】',
  '银行卡【六二二二零二零二零零一一二三四五六七八】',
  '家里是【021-62345678】',
  '打(【010)62345678】',
  // Fillers between the pieces stay, separators within them do not.
  '是【三八四】嗯【七五六二】',
  '是【三八四，七五六】',
  // A service number beside a number of a person.
  '打12356，我的是【13800138000】',
  '12356，【六六五五四四三】',
  '是【一二零，六六五五四四三】',
  // Digits that were misheard where they complete a number.
  '打【一三八零零灵一三八零零零】',
  '打【一八二零七三九五五一吧】',
  '【医三八零零一三八零零零】',
  // Several of one digit.
  '打【一三三两个零七七五幺八二】',
  '是【一三五三个八二零六六四】',
])('finds %s', async (marked) => {
  const expected = marked.replace('(【010)', '【(010)')
  expect(await markedBy([digitRun], expected)).toBe(expected)
})

describe('keeps', () => {
  test.each([
    // Service numbers, in any form.
    '打12356',
    '幺二三五六是全国统一的',
    '打幺二 三五六',
    '打幺二，嗯，三五六就行',
    '一二 然后 三五六',
    '拨打一二三五六，二十四小时都有人',
    '拨打12356，24小时都有人',
    '要二三五六',
    '是么二三五六吗',
    '九六二五二五',
    '零二一九六二五二五',
    '打110、120都行',
    '幺幺零',
    '电话打了一二零',
    '12356 12356',
    '幺二三五六幺二三五六',
    '四零零幺六幺九九九五',
    '热线号码是一二三二零',
    '热线电话零一零五五六六七七八八',
    // The number that a responder gives.
    '这里是心理热线工号幺零零二七很高兴为您服务',
    '我是八零零零七号接线员',
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
    '11:00-14:00，17:00-21:00',
    '二零二四年二零二五年',
    '二零二三、二零二四年',
    '二零二三二零二四二零二五这三年',
    '二零零八年五月十二号',
    '2024-05-12',
    '欠了一万两千三百块',
    '欠了20000块钱',
    '欠了200000',
    '欠了1,200,000元',
    '走了12000步',
    '8000一个月',
    '三千到五千',
    '2000-3000元',
    // What leads up to a number elsewhere leads up to a year or a quantity here.
    '银行卡二零二二年办的',
    '手机一三年买的',
    '卡里有三千五',
    '电话里他说了三四十分钟',
    // Counting aloud, series, words.
    '吸气一二三四，屏住一二三四五六七',
    '五四三二一',
    '一三五七九',
    '三四五六七八年级',
    '一片两片三片四片五片',
    '68、33、72、40',
    '九八五二一一都不是',
    '五二零一三一四',
    // Few digits.
    '九九六',
    '二零二四',
    '三一六三一六',
    '电话打了三四次',
    '七八个人',
    '区号零二一',
  ])('%s', async (text) => {
    expect(await markedBy([digitRun], text)).toBe(text)
  })
})
