import type { Segment } from '../../call/call-state.ts'
import type { Evidence, Whose } from '../../call/events/guidance-events.ts'
import type { Items } from './marks.ts'
import type { Question } from './question.ts'

/** What a caller said unasked. */
export interface Signal {
  readonly item: string
  readonly whose: Whose
  readonly rule: string
  readonly confidence: number
  readonly evidence: Evidence
}

/** What is known after a segment. Never changed: the next segment makes a new one. */
export interface Assessment {
  readonly items: Items
  readonly signals: readonly Signal[]
  /** Whom the talk is about where nobody is named. */
  readonly focus: Whose
  readonly question: Question | null
  /** Segments since a scale was asked about. */
  readonly sinceScale: number
  /** The words of the last speaker, which his next segment may go on from, and when they ended. */
  readonly said: { readonly role: Segment['role']; readonly text: string; readonly endMs: number }
  readonly callerHasSpoken: boolean
}

export const NOTHING_YET: Assessment = {
  items: new Map(),
  signals: [],
  focus: 'caller',
  question: null,
  sinceScale: Number.POSITIVE_INFINITY,
  said: { role: 'mixed', text: '', endMs: 0 },
  callerHasSpoken: false,
}

/** Words of an earlier segment that a sentence may have begun in (characters), and the longest pause in it (ms). */
const CARRIED = 30
const CARRIED_MS = 4000

/** What the same speaker said just before, where nobody spoke in between. */
export function carriedFrom({ said }: Assessment, { role, startMs }: Segment): string {
  return said.role === role && startMs - said.endMs <= CARRIED_MS ? said.text : ''
}

/** What is carried on from `text`, which ends with `segment`. */
export function carriedOn(text: string, { role, endMs }: Segment): Assessment['said'] {
  return { role, text: text.slice(-CARRIED), endMs }
}
