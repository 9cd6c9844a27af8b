import type { Unwritten } from '../../call/call-event.ts'
import type { CallState, Segment } from '../../call/call-state.ts'
import type { Evidence } from '../../call/events/guidance-events.ts'
import { cueFinder, type PlainSegments } from './cue.ts'
import { sourceOf } from './labels.ts'
import type { SpecialProtocol } from './special-protocol.ts'
import { stands } from './suggestions.ts'

/** How sure it is that a step was done whose words were heard. */
const HEARD = 0.8

/**
 * What of a protocol the responder does in a segment, or, where none is given, did from the beginning of the call on: a
 * step is often done before the call is known for what it is. Each step is told once, where it was done first.
 */
export function stepsDone(
  protocol: SpecialProtocol,
  plain: PlainSegments,
): (state: CallState, said: Segment | null) => Unwritten[] {
  const searched = protocol.steps.map((step) => ({ step, found: cueFinder(step.heard, plain) }))
  return (state, said) => {
    const { segments } = state
    const done = new Map<string, string | undefined>()
    for (const { source, step, evidence } of state.guidance.steps)
      if (source.protocol === protocol.protocol) done.set(step, evidence[0]?.segmentId)
    const news: Unwritten[] = []
    for (const { step, found } of searched) {
      if (done.has(step.id)) continue
      const after =
        step.after === undefined
          ? -1
          : segments.findIndex((one) => one.segmentId === done.get(step.after ?? ''))
      if (step.after !== undefined && after < 0) continue
      const from = said ? segments.indexOf(said) : 0
      const place = firstHeard(
        segments,
        found,
        Math.max(from, after + 1),
        said ? from + 1 : segments.length,
        plain,
      )
      if (!place) continue
      done.set(step.id, place.segmentId)
      const source = sourceOf(protocol, step.id)
      news.push({ kind: 'guidance.step', source, step: step.id, evidence: [place], confidence: HEARD })
    }
    return news
  }
}

/** Where in the segments `[from, to)` a cue stands first. */
function firstHeard(
  segments: readonly Segment[],
  found: ReturnType<typeof cueFinder>,
  from: number,
  to: number,
  plain: PlainSegments,
): Evidence | null {
  for (let at = from; at < to; at++) {
    const segment = segments[at] as Segment
    for (const { cue, evidence } of found(segment)) {
      const turn = segments.reduce((sum, one, i) => (i <= at && one.role === segment.role ? sum + 1 : sum), 0)
      if (stands(cue, segments, at, turn, plain)) return evidence
    }
  }
  return null
}
