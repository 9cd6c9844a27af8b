import { expect, test } from 'vitest'
import { standingPlace } from '../../../server/redaction/recognizers/standing-place.ts'
import { markedBy, markedInWindow, read } from './marked-text.ts'

test.each(['我在右手边【水箱后头】', '坐在【塔吊上面】', '靠着【桥墩旁边】', '在【信号塔底下】'])(
  'finds %s',
  async (marked) => {
    expect(await markedBy([standingPlace], marked)).toBe(marked)
  },
)

test('the thing alone, once it was said where', async () => {
  const said = ['右手边【水箱后头】', '你扶到【水箱】走到铁门里头去']
  expect(await markedInWindow([standingPlace], said)).toBe(said.join(''))
})

test.each(['家里水箱坏了', '楼顶风大', '站在河边', '看到广告牌就难受', '修塔吊的'])(
  'leaves %s',
  async (text) => {
    expect(await markedBy([standingPlace], text)).toBe(text)
  },
)

test.each([
  ['我在水箱后头', '高处'],
  ['我在桥墩旁边', '桥上'],
  ['我在闸口外面', '水边'],
])('keeps what kind of place it is: %s', async (text, meaning) => {
  expect(standingPlace.find(await read(text)).map((span) => span.meaning)).toContain(meaning)
})
