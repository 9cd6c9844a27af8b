import type { z } from 'zod'
import type { Unwritten } from '../../call/call-event.ts'
import type { CallState } from '../../call/call-state.ts'
import type { RuleSource } from '../../call/events/guidance-events.ts'
import type { SpecialKind, SpecialReading, SpecialSuggested } from '../../call/events/special-events.ts'
import type { SpecialProtocol } from './special-protocol.ts'

type Suggested = Omit<z.infer<typeof SpecialSuggested>, 'kind' | 'atMs'>

/** What a kind of call is labelled, if anybody has said anything about it. */
export function readingOf(state: CallState, special: SpecialKind): SpecialReading | undefined {
  return state.special.callers.find((reading) => reading.special === special)
}

/** Whether the responder follows the protocol of this kind: it was confirmed, or suggested and not dismissed. */
export function isFollowed(state: CallState, special: SpecialKind): boolean {
  const status = readingOf(state, special)?.status
  return status === 'suggested' || status === 'confirmed'
}

export function sourceOf({ protocol, version }: SpecialProtocol, rule: string): RuleSource {
  return { protocol, version, rule }
}

/** The suggestion of a label with the protocol that goes with it. Nothing is suggested that has a label already. */
export function suggest(
  state: CallState,
  protocol: SpecialProtocol,
  rule: string,
  why: Pick<Suggested, 'confidence'> & Partial<Pick<Suggested, 'evidence' | 'grounds'>>,
): Unwritten[] {
  const { special, note, questionUntil } = protocol
  if (readingOf(state, special)) return []
  return [
    ...opened(state, protocol),
    {
      kind: 'special.suggested',
      special,
      source: sourceOf(protocol, rule),
      confidence: why.confidence,
      evidence: [...(why.evidence ?? [])],
      grounds: [...(why.grounds ?? [])],
      note: note ?? null,
      questionUntil: questionUntil ?? null,
    },
  ]
}

/** Puts a protocol's steps with their wording on the page, once. */
export function opened(state: CallState, protocol: SpecialProtocol): Unwritten[] {
  if (state.guidance.protocols.some((one) => one.protocol === protocol.protocol)) return []
  return [
    {
      kind: 'guidance.opened',
      protocol: protocol.protocol,
      version: protocol.version,
      title: protocol.title,
      items: protocol.steps.map(({ id, label, ask, clause }) => ({ item: id, label, ask, clause })),
    },
  ]
}
