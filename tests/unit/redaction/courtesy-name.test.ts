import { expect, test } from 'vitest'
import { courtesyName } from '../../../server/redaction/recognizers/courtesy-name.ts'
import { markedBy, markedInWindow } from './marked-text.ts'

test.each([
  '【王老师】让我来的',
  '【雷师傅】您是从什么时候开始睡不着的',
  '家属天天来堵我们【邓护士长】开会',
  '那个【小李老师】是你亲戚吧',
  '谢谢您【植女士】',
  '找【小普护士】还可以',
  '隔壁【刘婶】给我送饭',
  '我跟【谭爹】下棋',
  '寄在【聂嬢】家',
  '【高总】一开始是夸我',
  '那天是【文工】给我递的纸巾',
  '上班哪敢喝【马队】闻见了要扣钱呢',
  '我喊她【梅姑】',
  '就我一个人【秋菊姐】陪着我',
  '你好我是【丁丁妈】',
  '我表哥【杨老二】那里站柜台',
  '心理老师是【应老师】在明德楼',
  '班主任【关老师】人还行',
])('finds %s', async (marked) => {
  expect(await markedBy([courtesyName], marked)).toBe(marked)
})

test('a character that was said to be a surname makes a name of a title', async () => {
  const marked = ['我姓那', '【那同学】你好']
  expect(await markedInWindow([courtesyName], marked)).toBe(marked.join(''))
})

test.each([
  '老师说我不行',
  '语文老师说我不行',
  '历史老师很凶',
  '课程老师',
  '对方老师不承认',
  '我和老师说了',
  '我向老师请教',
  '那时老师还不知道',
  '大姐我跟您说',
  '小姐您好',
  '老板拖欠工资',
  '他总是骂我',
  '由于总是失眠',
  '文科生',
  '施工的时候',
  '务工人员',
  '表哥结婚了',
  '护士长说可以',
  '林晓雨女士您好',
  '爸爸妈妈',
  '曾经理解过',
])('leaves %s', async (text) => {
  expect(await markedBy([courtesyName], text)).toBe(text)
})

test('what two people say is no name', async () => {
  expect(await markedInWindow([courtesyName], ['灯都没开', '大哥我直着问您'])).toBe('灯都没开大哥我直着问您')
})
