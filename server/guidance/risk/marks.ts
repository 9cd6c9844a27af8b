import type { Segment } from '../../call/call-state.ts'
import type { Evidence, ItemEvidence, Rating, Whose } from '../../call/events/guidance-events.ts'
import type { Heard } from '../lexicon/heard.ts'

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

/** Whoever says yes to one of these of himself thinks of suicide. */
const IMPLIES_IDEATION: ReadonlySet<string> = new Set(['plan', 'intensity', 'in_progress'])
const IMPLIED = 0.7

/** The items with the thoughts of suicide that a yes to another item implies. */
export function withIdeation(items: Items, { item, whose }: OfWhom, mark: Mark): Items {
  if (!IMPLIES_IDEATION.has(item)) return items
  const implied = { ...mark, rule: 'implied', confidence: Math.min(mark.confidence, IMPLIED) }
  return withMark(items, { item: 'ideation', whose }, implied)
}

/** Thoughts of suicide were asked about or said, whoever's they are. */
export function isRaised(items: Items): boolean {
  return (
    items.has(keyOf({ item: 'ideation', whose: 'caller' })) ||
    items.has(keyOf({ item: 'ideation', whose: 'third_party' }))
  )
}

/** The place of `[start, end)` of the heard text. */
export function placeOf(
  { segmentId }: Pick<Segment, 'segmentId'>,
  heard: Heard,
  start: number,
  end: number,
): Evidence {
  return { segmentId, ...heard.placeOf(start, end) }
}

function changed(items: Items, of: OfWhom, change: (before: ItemMarks) => ItemMarks): Items {
  const before = items.get(keyOf(of)) ?? { item: of.item, whose: of.whose, asked: [], marks: [], ratings: [] }
  return new Map(items).set(keyOf(of), change(before))
}
