import type { Ask } from './find-asks.ts'
import { keyOf } from './marks.ts'

/** An ask that waits for its answer, or has it. */
export interface OpenAsk extends Ask {
  readonly answered: boolean
}

/** What the responder asked last. */
export interface Question {
  readonly asks: readonly OpenAsk[]
  /** The responder's words, for the scale or the story that they name. */
  readonly words: string
  /**
   * `fresh`: nobody spoke since. `answering`: the caller speaks. `lapsed`: the responder went on to something else;
   * only an answer that says what it is about still counts.
   */
  readonly stage: 'fresh' | 'answering' | 'lapsed'
  /** Segments of the caller since it was asked. */
  readonly since: number
}

/** Segments of the caller after which a question that the responder left is no longer answered. */
const LAPSED_SEGMENTS = 4

/** The question after the responder said `words`, in which he asks `asks`; `again`: he comes back to what he asked. */
export function questionAfter(
  before: Question | null,
  asks: readonly Ask[],
  words: string,
  again: boolean,
): Question | null {
  if (asks.length > 0)
    return { asks: [...stillOpen(before, asks), ...asks.map(open)], words, stage: 'fresh', since: 0 }
  if (!before || before.stage === 'fresh') return before
  if (again) return { ...before, asks: before.asks.map(open), stage: 'fresh', since: 0 }
  return before.asks.every(({ answered }) => answered) ? null : { ...before, stage: 'lapsed' }
}

/** The question after a segment of the caller, which answered what `asks` says. */
export function questionAnswered(before: Question, asks: readonly OpenAsk[]): Question | null {
  const since = before.since + 1
  if (before.stage === 'lapsed' && since >= LAPSED_SEGMENTS) return null
  return { ...before, asks, since, stage: before.stage === 'lapsed' ? 'lapsed' : 'answering' }
}

/** What was asked just before and not answered yet waits on: a question in two breaths. */
function stillOpen(before: Question | null, asks: readonly Ask[]): OpenAsk[] {
  if (before?.stage !== 'fresh') return []
  return before.asks.filter((ask) => !ask.answered && !asks.some((one) => keyOf(one) === keyOf(ask)))
}

function open(ask: Ask): OpenAsk {
  return { ...ask, answered: false }
}
