/** What a span holds; the names are those of the labelled data (`pii` of the evaluation format). */
export type PiiType = 'name' | 'phone' | 'id_number' | 'other'

/** A stretch of a text that is personal: `[start, end)` in UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly type: PiiType
  /** How sure the recogniser is, 0–1. Where spans overlap, the surest one names the type. */
  readonly score: number
  /** Which recogniser found it and why: a constant, never words of the text. */
  readonly reason: string
}
