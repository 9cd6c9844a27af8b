import { z } from 'zod'
import type { Unwritten } from '../../call/call-event.ts'
import type { CallState, Segment } from '../../call/call-state.ts'
import type { Evidence, ProtocolItem } from '../../call/events/guidance-events.ts'
import { protocolEntry, suggested } from '../protocol.ts'
import { type Cue, cueFinder, cueSchema, type PlainSegments } from '../special/cue.ts'
import type { PhraseWords } from '../special/phrase.ts'
import { stands } from '../special/suggestions.ts'

/** How sure it is that an item was done whose words were heard. */
export const ItemConfidence = z.strictObject({
  heard: z.number().min(0).max(1),
  /** Where it is not known who speaks. */
  mixed: z.number().min(0).max(1),
})

/** Something that the guide asks of an ordinary call, and how it is heard that it was done. */
export function itemSchema(words: PhraseWords) {
  return z.strictObject({
    ...protocolEntry,
    ask: z.array(suggested).min(1).max(6),
    /** It is noted each time: the last one counts. */
    again: z.boolean().default(false),
    heard: z.array(cueSchema(words, 'responder')).min(1),
  })
}
export type Item = z.infer<ReturnType<typeof itemSchema>>

/** Items as a page shows them, within the item that they are part of. */
export function shown(
  items: readonly Pick<Item, 'id' | 'label' | 'ask' | 'clause'>[],
  within?: string,
): ProtocolItem[] {
  return items.map(({ id, label, ask, clause }) => ({
    item: id,
    label,
    ask,
    clause,
    ...(within && { within }),
  }))
}

/** Where in a segment, as it stands in the call, one of `cues` is heard. */
export function listenFor(
  cues: readonly Cue[],
  plain: PlainSegments,
): (state: CallState, segment: Segment) => Evidence | null {
  const found = cueFinder(cues, plain)
  return ({ segments }, segment) => {
    const finds = found(segment)
    if (finds.length === 0) return null
    const at = segments.indexOf(segment)
    const turn = segments.slice(0, at + 1).filter(({ role }) => role === segment.role).length
    return finds.find(({ cue }) => stands(cue, segments, at, turn, plain))?.evidence ?? null
  }
}

/** A protocol whose items are noted as they are heard. */
export interface ItemList {
  readonly protocol: string
  readonly version: number
  readonly confidence: z.infer<typeof ItemConfidence>
  readonly items: readonly Item[]
}

/** What of a protocol was done in `segments` of a call and is not noted yet. */
export function noteItems(
  { protocol, version, confidence, items }: ItemList,
  plain: PlainSegments,
): (state: CallState, segments: readonly Segment[]) => Unwritten[] {
  const listening = items.map((item) => ({ item, heardIn: listenFor(item.heard, plain) }))
  return (state, segments) =>
    listening.flatMap(({ item, heardIn }) => {
      const isNoted = state.guidance.steps.some(
        ({ source, step }) => source.protocol === protocol && step === item.id,
      )
      if (isNoted && !item.again) return []
      const heard = segments.flatMap((segment) => {
        const evidence = heardIn(state, segment)
        return evidence ? [{ evidence, role: segment.role }] : []
      })
      return (item.again ? heard : heard.slice(0, 1)).map(
        ({ evidence, role }): Unwritten => ({
          kind: 'guidance.step',
          source: { protocol, version, rule: item.id },
          step: item.id,
          evidence: [evidence],
          confidence: role === 'mixed' ? confidence.mixed : confidence.heard,
        }),
      )
    })
}
