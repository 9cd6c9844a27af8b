import { expect, test } from 'vitest'
import { knownItem } from '../../../server/redaction/recognizers/known-item.ts'
import type { KnownItem } from '../../../server/redaction/span.ts'
import { markedInWindow } from './marked-text.ts'

const name = (words: string): KnownItem => ({ type: 'name', words })

test.each([
  ['交给【秀枝】以后一回一回给您', [name('秀枝')]],
  ['【晓棠】谢谢你告诉我', [name('俞晓棠')]],
  ['跟【一诺】去看海', [name('陈一诺')]],
  ['明天还打【曹杨新村三弄】', [{ type: 'address', words: '曹杨新村三弄' }]],
  // As the recogniser wrote it this time.
  ['就叫【阿折】', [name('阿哲')]],
  ['那天去【流沈】那里', [name('刘婶')]],
  ['【东煤】这个号码我能打回来吗', [name('肖冬梅')]],
  ['您是【肖东煤】吧', [name('肖冬梅')]],
] as const)('finds %s', async (marked, known) => {
  expect(await markedInWindow([knownItem], [marked], known)).toBe(marked)
})

test.each([
  ['是这样的', [name('世阳')]],
  ['我王阿姨', [name('王')]],
  ['十一点才睡', [name('诗怡')]],
  ['大娘您好', [name('梁大娘')]],
  ['一二三', [{ type: 'phone', words: '一二三' }]],
] as const)('leaves %s', async (text, known) => {
  expect(await markedInWindow([knownItem], [text], known)).toBe(text)
})

test('what two people say is nothing that sounds like a name', async () => {
  expect(await markedInWindow([knownItem], ['我去找阿', '折腾了一天'], [name('阿哲')])).toBe(
    '我去找阿折腾了一天',
  )
})
