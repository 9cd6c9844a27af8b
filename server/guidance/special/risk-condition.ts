import { z } from 'zod'
import type { Evidence, GuidanceState } from '../../call/events/guidance-events.ts'
import { GuidanceId, ItemState } from '../../call/events/guidance-events.ts'

/** What must be known of one item of the risk assessment, about the caller. */
const ItemCondition = z.strictObject({
  item: GuidanceId,
  states: z.array(ItemState).min(1).default(['affirmed', 'contradictory']),
  /** Whether a remark that nobody asked for is enough. */
  signals: z.boolean().default(true),
})

/** Something that is true of the risk assessment: one of `any`, in which all of `all` hold. */
export const RiskCondition = z.strictObject({
  any: z.array(z.strictObject({ all: z.array(ItemCondition).min(1) })).min(1),
})
export type RiskCondition = z.infer<typeof RiskCondition>

/** The words that a condition rests on, or null where it does not hold. An open item rests on none. */
export function metBy({ any }: RiskCondition, guidance: GuidanceState): Evidence[] | null {
  for (const { all } of any) {
    const each = all.map((condition) => itemMetBy(condition, guidance))
    if (each.every((evidence) => evidence !== null)) return distinct(each.flat())
  }
  return null
}

function itemMetBy(
  { item, states, signals }: z.infer<typeof ItemCondition>,
  guidance: GuidanceState,
): Evidence[] | null {
  const reading = guidance.items.find((one) => one.item === item && one.whose === 'caller')
  if (states.includes(reading?.state ?? 'open'))
    return (reading?.evidence ?? []).filter(({ says }) => says !== 'no').map(placeOf)
  if (!signals || !states.includes('affirmed')) return null
  const heard = guidance.signals.filter(({ items, whose }) => whose === 'caller' && items.includes(item))
  return heard.length > 0 ? heard.flatMap(({ evidence }) => evidence.map(placeOf)) : null
}

function placeOf({ segmentId, start, end }: Evidence): Evidence {
  return { segmentId, start, end }
}

function distinct(evidence: readonly Evidence[]): Evidence[] {
  const byPlace = new Map(evidence.map((one) => [`${one.segmentId}:${one.start}:${one.end}`, one]))
  return [...byPlace.values()]
}
