import { expect, test } from 'vitest'
import { cueName } from '../../../server/redaction/recognizers/cue-name.ts'
import { kinName } from '../../../server/redaction/recognizers/kin-name.ts'
import { resolveOverlaps } from '../../../server/redaction/spans.ts'
import { markedBy, read } from './marked-text.ts'

test.each([
  '我妈【段桂枝】跟我爸【龙建华】一个东屋一个西屋',
  '我前夫【何启明】又来了',
  '我老公【温和平】手机关机了',
  '写我弟【牛得草】幺八两',
  '我室友【柱子】知道这个事',
  '我对门【老幺】把号码发给我的',
  '我女儿【雨桐】不肯上学',
])('finds %s', async (marked) => {
  expect(await markedBy([kinName], marked)).toBe(marked)
})

test.each([
  '我妈天天骂我',
  '我爸常常喝酒',
  '我妈高血压',
  '我妈关节炎',
  '我老公白天上班',
  '我妈安静下来了',
  '我爸温和一点',
  '我妈和我爸',
  '老师和家长都知道',
  '孩子和先生都睡了',
  '我儿子高三',
  '媳妇明明是个贤惠的人',
  '我妈柱子一样站着',
])('leaves %s', async (text) => {
  expect(await markedBy([kinName], text)).toBe(text)
})

test.each([
  ['我妈叫王秀英', '母亲'],
  ['我妈段桂枝不管我', '母亲'],
  ['我儿子叫李浩然', '儿子'],
  ['班主任姓卯', '老师'],
  ['我前夫何启明又来了', '前夫'],
  ['我叫王秀英', undefined],
])('%s: %s', async (text, meaning) => {
  const reading = await read(text)
  const spans = resolveOverlaps([cueName, kinName].flatMap((recognizer) => recognizer.find(reading)))
  expect(spans).toHaveLength(1)
  expect(spans[0]?.meaning).toBe(meaning)
})
