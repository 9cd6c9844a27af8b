import { z } from 'zod'

/** What a span holds; the names are those of the labelled data (`pii` of the evaluation format). */
export const PiiType = z.enum([
  'name',
  'phone',
  'id_number',
  'birth_date',
  'address',
  'school',
  'org',
  'hospital',
  'account',
  'plate',
  'other',
])
export type PiiType = z.infer<typeof PiiType>

/** A stretch of a text that is personal: `[start, end)` in UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly type: PiiType
  /** How sure the recogniser is, 0–1. Where spans overlap, the surest one names the type. */
  readonly score: number
  /** What the placeholder keeps of its meaning: whose name it is (母亲), what kind of place (高处). */
  readonly meaning?: string
  /** The words of the whole item where the span is one piece of it. */
  readonly item?: string
  /** Which recogniser found it and why: a constant, never words of the text. */
  readonly reason: string
}

/** The part of a span that lies in one segment. */
export interface SegmentSpan extends Span {
  /** The words of the whole span: what is said over several segments is one item. */
  readonly item: string
}

/** Something personal that was found in a call before and will be known again. */
export interface KnownItem {
  readonly type: PiiType
  readonly words: string
}
