import { expect, test } from 'vitest'
import { RECOGNIZERS } from '../../../server/redaction/recognizers/registry.ts'
import { markedBy } from './marked-text.ts'

/** What the record is for: every recogniser together leaves it alone. */
test.each([
  '我吃了二十片舍曲林',
  '医生给我开了度洛西汀，一天六十毫克',
  '劳拉西泮一次吃两片',
  '家里还有一瓶安眠药，大概三十片',
  '我今年三十五岁',
  '他十五岁上初三',
  '如果零分是没有压力，十分是最大的压力，您现在是几分',
  '八十分吧',
  '从零到一百，您给自己打多少分',
  '100',
  '晚上十一点半还睡不着',
  '凌晨两三点就醒了',
  '二零二四年确诊的抑郁症',
  '您可以打幺二三五六',
  '需要的时候随时打12356，24小时都有人',
  '我打了幺幺零和幺二零',
  '欠了三十五万六千块钱',
  '我是心理咨询师',
  '老师和我妈妈都不知道',
  '我和爸爸住在成都',
  '我一个人在家',
  '有没有过不想活，或者伤害自己的念头',
])('%s', async (text) => {
  expect(await markedBy(RECOGNIZERS, text)).toBe(text)
})
