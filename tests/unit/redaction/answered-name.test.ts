import { expect, test } from 'vitest'
import { answeredName } from '../../../server/redaction/recognizers/answered-name.ts'
import { markedInWindow } from './marked-text.ts'

test.each([
  [['您怎么称呼', '【林晓雨】']],
  [['请问怎么称呼您呢', '嗯，叫我【阿者】吧']],
  [['您怎么称呼多大了', '【卢小满】三十三']],
  [['您叫什么名字', '【米立】']],
  [['孩子叫什么名字', '【多多】']],
  [['您贵姓', '免贵姓【流】']],
  [['方便留个姓名吗', '【陈思】电话一三八']],
  [['他叫什么', '【王建】', '王建是吧']],
])('finds %s', async (marked) => {
  expect(await markedInWindow([answeredName], marked)).toBe(marked.join(''))
})

test.each([
  [['您怎么称呼', '不想说行吗']],
  [['您怎么称呼', '你问这个干什么']],
  [['您怎么称呼都行', '睡不着']],
  [['您贵姓', '这个要登记吗']],
  [['这个药叫什么', '奥氮平']],
  [['那个楼叫啥名字', '嘉渝公寓']],
  [['您叫什么名字', '我今天想跟您说说我妈妈的事情']],
  [['男孩叫什么', '男的姓孟']],
  [['我姓什么不方便说', '同志你好']],
])('leaves %s', async (texts) => {
  expect(await markedInWindow([answeredName], texts)).toBe(texts.join(''))
})
