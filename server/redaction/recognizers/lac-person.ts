import { drugMask, isNotName } from '../not-names.ts'
import { personSpans } from '../person-spans.ts'
import type { PiiRecognizer } from '../recognizer.ts'
import type { Span } from '../span.ts'

/** Measured on names in Weibo posts against counselling dialogues: README.md has the figures. */
const THRESHOLD = 0.05
/** A single character is a name far less often than the model thinks. */
const SINGLE_THRESHOLD = 0.9
const EDGES = /^[^\p{L}]+|[^\p{L}]+$/gu

/** Names without any cue, by the tagger's marginals. */
export const lacPerson: PiiRecognizer = {
  name: 'lac-person',
  find({ text, tagging }) {
    const spans: Span[] = []
    const drugs = drugMask(text)
    for (const { from, to } of personSpans(tagging, THRESHOLD)) {
      const start = tagging.offsets[from] as number
      const words = text.slice(start, tagging.offsets[to])
      const name = words.replace(EDGES, '')
      const score = Math.max(...tagging.person.subarray(from, to))
      if (name === '' || isNotName(name)) continue
      if (name.length === 1 && (score < SINGLE_THRESHOLD || !/\p{Script=Han}/u.test(name))) continue
      const at = start + words.indexOf(name)
      const end = at + name.length
      if (drugs.subarray(at, end).includes(1)) continue
      spans.push({ start: at, end, type: 'name', score: 0.9 * score, reason: 'lac-person' })
    }
    return spans
  },
}
