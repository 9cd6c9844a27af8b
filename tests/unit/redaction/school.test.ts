import { expect, test } from 'vitest'
import { school } from '../../../server/redaction/recognizers/school.ts'
import { markedBy, markedInWindow } from './marked-text.ts'

test.each([
  '我是【明礼中学二一七班】的',
  '我在【育英中学高二七班】',
  '浙江金华的【澧塘中学】',
  '我考上了【沙颍师范学院】',
  '【海州师范学院】学土木的大二',
  '她在【小太阳幼儿园大二班】',
  '我儿子在【实验小学三年级四班】',
  '我是【市卫校护理二班】班长',
  '我在【三十九中】',
  '我女儿在【市一中初三六班】',
  '【第二十七中学】',
  '【八年级三班】那个老师',
  '我们【高三（二）班】的',
  '【二零七班】的人都知道',
  '我们班【生科二一零三】辅导员',
  '我们【启明实验中学】小地方',
])('finds %s', async (marked) => {
  expect(await markedBy([school], marked)).toBe(marked)
})

test('said over several turns', async () => {
  const said = ['我在【明礼中学', '二一七班】']
  expect(await markedInWindow([school], said)).toBe(said.join(''))
})

test.each([
  '我上高二',
  '我今年读大二',
  '初中毕业就出来打工',
  '我们学校老师',
  '我想考一所好大学',
  '从小学到高中',
  '他从小学钢琴',
  '从实践中学到很多',
  '在错误中学习',
  '师范大学毕业的',
  '一中午没吃饭',
  '等了一小时',
  '一班二班的老师都教过我',
  '三年级的时候我爸妈就离了',
  '不是什么第几小学那种名校',
  '坐三零七班车回家',
  '三点下班',
  '重点中学压力大',
  '老年大学的课',
])('leaves %s', async (text) => {
  expect(await markedBy([school], text)).toBe(text)
})
