import { isEverydayName, type NameShape, shapeOf } from '../name-shape.ts'
import { drugMask, isUnlikelyName } from '../not-names.ts'
import { namesSeen } from '../person-spans.ts'
import type { PiiRecognizer } from '../recognizer.ts'
import type { Span } from '../span.ts'

/**
 * How sure the tagger must be, by what the candidate looks like, where nothing around it speaks of a person and
 * where something does. Measured on Weibo posts and calls against counselling dialogues: README.md has the figures.
 * A single character is never a name without a cue.
 */
const THRESHOLDS: Record<NameShape, { alone: number; inContext: number }> = {
  nickname: { alone: 0.05, inContext: 0.05 },
  'weak nickname': { alone: 0.2, inContext: 0.1 },
  full: { alone: 0.15, inContext: 0.05 },
  short: { alone: 0.4, inContext: 0.15 },
  given: { alone: 0.25, inContext: 0.1 },
  foreign: { alone: 0.6, inContext: 0.4 },
  other: { alone: 0.75, inContext: 0.45 },
  single: { alone: 2, inContext: 2 },
}
const LOWEST = 0.05
/** What one does with a person, and what persons do. */
const BEFORE = /(?:[跟和给找叫喊问让被对向陪同替求骂追像]|告诉|通知|联系|认识|遇到|见到|想起|喜欢|送给)$/
const AFTER = /^(?:[说讲问叫喊骂打哭跟和对给他她]|告诉|也是|就是|一直|老是|今天|昨天|他[爸妈]|家里)/

/** Names without any cue, by the tagger's marginals. */
export const lacPerson: PiiRecognizer = {
  name: 'lac-person',
  find({ text, tagging }) {
    const spans: Span[] = []
    const drugs = drugMask(text)
    for (const { start, end, score } of namesSeen(text, tagging, LOWEST)) {
      const name = text.slice(start, end)
      const shape = shapeOf(name)
      const { alone, inContext } = THRESHOLDS[shape]
      if (score < inContext || drugs.subarray(start, end).includes(1)) continue
      if (isUnlikelyName(name) || isUnlikelyName(text.slice(start, end + 1))) continue
      if ((score < alone || isEverydayName(name)) && !isInContext(text, start, end)) continue
      // What has no form of a name is not searched for in the whole call.
      const most = shape === 'other' || shape === 'foreign' ? 0.8 : 0.9
      spans.push({ start, end, type: 'name', score: most * score, reason: 'lac-person' })
    }
    return spans
  },
}

function isInContext(text: string, start: number, end: number): boolean {
  return BEFORE.test(text.slice(Math.max(0, start - 2), start)) || AFTER.test(text.slice(end, end + 2))
}
