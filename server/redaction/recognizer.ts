import type { Tagging } from './lac.ts'
import type { Span } from './span.ts'
import type { SpokenDigits } from './spoken-digits.ts'

/** A text with everything that the recognisers look at, read once. */
export interface Reading {
  readonly text: string
  readonly digits: SpokenDigits
  readonly tagging: Tagging
}

/** Finds one concept. Spans may overlap those of other recognisers; the time taken is linear in the text's length. */
export interface PiiRecognizer {
  readonly name: string
  find(reading: Reading): Span[]
}
