import type { Evidence, ItemEvidence, Rating, Whose } from '../../call/events/guidance-events.ts'

/** One thing that bears on an item. `back`: what was said before is taken back. */
export interface Mark extends Evidence {
  readonly says: ItemEvidence['says'] | 'back'
  readonly rule: string
  readonly confidence: number
  /** It answers a question. */
  readonly asked: boolean
}

/** All that the transcript says of one item of one person, in the order of speaking. */
export interface ItemMarks {
  readonly item: string
  readonly whose: Whose
  readonly asked: readonly string[]
  readonly marks: readonly Mark[]
  readonly ratings: readonly Rating[]
}

/** The items that came up, by `keyOf`. Never changed: each function gives a new one. */
export type Items = ReadonlyMap<string, ItemMarks>

/** An item of one person. */
export interface OfWhom {
  readonly item: string
  readonly whose: Whose
}

export function keyOf({ item, whose }: OfWhom): string {
  return `${item} ${whose}`
}

export function withAsked(items: Items, of: OfWhom, segmentId: string): Items {
  return changed(items, of, (before) => ({ ...before, asked: [...before.asked, segmentId] }))
}

export function withMark(items: Items, of: OfWhom, mark: Mark): Items {
  return changed(items, of, (before) => ({ ...before, marks: [...before.marks, mark] }))
}

export function withRating(items: Items, of: OfWhom, rating: Rating): Items {
  return changed(items, of, (before) => ({ ...before, ratings: [...before.ratings, rating] }))
}

function changed(items: Items, of: OfWhom, change: (before: ItemMarks) => ItemMarks): Items {
  const before = items.get(keyOf(of)) ?? { item: of.item, whose: of.whose, asked: [], marks: [], ratings: [] }
  return new Map(items).set(keyOf(of), change(before))
}
