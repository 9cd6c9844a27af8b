import { expect, test } from 'vitest'
import { whisperText } from '../../../server/speech/whisper-text.ts'

const asBytes = (text: string) =>
  [...Buffer.from(text)].map((byte) => String.fromCharCode(0xe000 + byte)).join('')

test.each([
  ['plain words stay', '我想找人说说', '我想找人说说'],
  ['bytes of one character', `高${asBytes('价')}低${asBytes('廉')}`, '高价低廉'],
  ['bytes of several characters in a run', `的${asBytes('别墅')}项目`, '的别墅项目'],
  ['an unfinished character is removed', `别${asBytes('墅').slice(0, 2)}项目`, '别项目'],
  ['traditional characters become simplified', '說說壓力', '说说压力'],
  ['punctuation is Chinese', '你好,有多久了?', '你好，有多久了？'],
  ['spaces at the ends go', ' 你好 ', '你好'],
])('%s', (_, raw, words) => {
  expect(whisperText(raw)).toBe(words)
})
