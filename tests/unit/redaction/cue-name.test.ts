import { expect, test } from 'vitest'
import { cueName } from '../../../server/redaction/recognizers/cue-name.ts'
import { markedBy } from './marked-text.ts'

test.each([
  '我叫【王小明】今年三十五岁',
  '你好我叫【林晓雨】',
  '我的名字叫【陈静】',
  '我名字是【欧阳明月】',
  '我姓【张】',
  '免贵姓【欧阳】',
  '您贵姓？我姓，嗯，【刘】',
  '他姓【周】',
  '我儿子叫【李浩然】',
  '她叫【赵敏】是我同桌',
  '我叫【豆豆】',
  '我叫【小雨】',
  '大家叫我【小雨】',
  '我叫，嗯，【孙丽华】',
  '网名叫【阿强】',
])('finds %s', async (marked) => {
  expect(await markedBy([cueName], marked)).toBe(marked)
})

test.each([
  '我叫他别来了',
  '我叫车去医院',
  '我叫了救护车',
  '我叫外卖',
  '妈妈叫我好好学习',
  '他叫我慢慢说',
  '我是心理咨询师',
  '我是他妈妈',
  '你叫什么名字',
  '您贵姓',
  '我们都是老百姓',
  '她是同姓的',
  '我叫妈妈过来',
  '这个药叫舍曲林',
  '这个叫做抑郁症',
  '狗在叫',
])('leaves %s', async (text) => {
  expect(await markedBy([cueName], text)).toBe(text)
})
