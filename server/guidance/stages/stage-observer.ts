import type { Unwritten } from '../../call/call-event.ts'
import type { Observer } from '../../call/call-session.ts'
import type { CallState, Segment } from '../../call/call-state.ts'
import type { Evidence } from '../../call/events/guidance-events.ts'
import type { PlainSegments } from '../special/cue.ts'
import { listenFor, noteItems, shown } from './items.ts'
import type { StagesProtocol } from './stages-protocol.ts'

/** How far back it is looked whether the call had left a stage before (segments). */
const LOOKS_BACK = 24

/**
 * Follows an ordinary call through its stages: notes what the guide asks and was done, and shows where the call is.
 * One thing heard of a later stage moves it on; it goes back only after `back` things of earlier stages in a row, and
 * never into the first: a call begins once. What is skipped stays open, and nothing is said about it.
 */
export function stageObserver(rules: StagesProtocol, plain: PlainSegments): Observer {
  const { protocol, version, title, stages, confidence, back } = rules
  const note = noteItems(
    { protocol, version, confidence, items: stages.flatMap(({ items }) => items) },
    plain,
  )
  const listening = stages.map(({ items, marks }) =>
    listenFor(
      [...items.flatMap(({ heard }) => heard), ...marks].filter(({ by }) => by === 'responder'),
      plain,
    ),
  )

  /** The latest stage of which something is heard in a segment. */
  function stageIn(state: CallState, segment: Segment): { stage: number; evidence: Evidence } | null {
    for (let stage = stages.length - 1; stage >= 0; stage--) {
      const evidence = listening[stage]?.(state, segment)
      if (evidence) return { stage, evidence }
    }
    return null
  }

  /** Whether the last things heard in the call are all of stages between the first and `now`. */
  function hasGoneBack(state: CallState, now: number): boolean {
    const at = state.segments.length - 1
    let earlier = 0
    for (let i = at; i > Math.max(-1, at - LOOKS_BACK) && earlier < back; i--) {
      const heard = stageIn(state, state.segments[i] as Segment)
      if (!heard || heard.stage === 0) continue
      if (heard.stage >= now) return false
      earlier += 1
    }
    return earlier >= back
  }

  function reached(stage: number, segment: Segment, evidence: Evidence): Unwritten[] {
    const to = stages[stage]?.id
    if (!to) return []
    return [
      {
        kind: 'guidance.stage',
        source: { protocol, version, rule: to },
        stage: to,
        evidence: [evidence],
        confidence: segment.role === 'mixed' ? confidence.mixed : confidence.heard,
      },
    ]
  }

  function nowOf(state: CallState): number {
    return stages.findIndex(({ id }) => id === state.guidance.stage?.stage)
  }

  function movedByWords(state: CallState, segment: Segment): Unwritten[] {
    const heard = stageIn(state, segment)
    if (!heard) return []
    const now = nowOf(state)
    const { stage, evidence } = heard
    const moves = stage > now || (stage > 0 && stage < now && hasGoneBack(state, now))
    return moves ? reached(stage, segment, evidence) : []
  }

  function movedByQuestion(state: CallState): Unwritten[] {
    const stage = stages.findLastIndex(({ asks }) => asks !== undefined)
    if (stage <= nowOf(state)) return []
    const question = state.guidance.items.find(
      ({ source, whose, asked }) =>
        source.protocol === stages[stage]?.asks && whose === 'caller' && asked.length > 0,
    )
    const segment = state.segments.find(({ segmentId }) => segmentId === question?.asked[0])
    if (!segment || segment.text === '') return []
    return reached(stage, segment, { segmentId: segment.segmentId, start: 0, end: segment.text.length })
  }

  return (state, event) => {
    if (event.kind === 'call.started') {
      const items = stages.flatMap((stage) => [
        ...shown([{ ...stage, ask: [] }]),
        ...shown(stage.items, stage.id),
      ])
      return [{ kind: 'guidance.opened', protocol, version, title, items }]
    }
    // On a tick, since several questions of the assessment may stand in one line.
    if (event.kind === 'clock.tick') return movedByQuestion(state)
    if (event.kind !== 'transcript.final') return []
    const segment = state.segments.find(({ segmentId }) => segmentId === event.segmentId)
    return segment ? [...note(state, [segment]), ...movedByWords(state, segment)] : []
  }
}
