import type { Tagging } from './lac.ts'
import type { KnownItem, Span } from './span.ts'
import type { SpokenDigits } from './spoken-digits.ts'

/** What the recognisers look at: the newest segments of a call as one text, read once. */
export interface Reading {
  /** The segments one behind the other, nothing between them: a pause cuts what is said in any place. */
  readonly text: string
  /** Where each segment but the first begins. */
  readonly breaks: readonly number[]
  readonly digits: SpokenDigits
  readonly tagging: Tagging
  /** What was found in this call before. */
  readonly known: readonly KnownItem[]
}

/** Finds one concept. Spans may overlap those of other recognisers; the time taken is linear in the text's length. */
export interface PiiRecognizer {
  readonly name: string
  find(reading: Reading): Span[]
}
