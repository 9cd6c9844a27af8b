import type { CallState } from '../../server/call/call-state.ts'
import type { Whose } from '../../server/call/events/guidance-events.ts'
import { guidanceObservers } from '../../server/guidance/observers.ts'
import { type LabelledCall, RiskItem, SpecialKind } from '../labels/labelled-call.ts'
import { type ReplayedCall, replayCall } from './replayed-call.ts'
import type { ItemReadings, Solver } from './solver.ts'

/** The special callers whose steps the labels have (`eval/datasets/CARD.md`): all but minors. */
const LABELLED_STEPS = SpecialKind.options
  .filter((kind) => kind !== 'minor')
  .map((kind) => `special-${kind.replaceAll('_', '-')}`)

/** What guidance makes of a call's words, heard as the labels have them. */
export async function startGuided(): Promise<Pick<Solver, 'risk' | 'special' | 'guidance'>> {
  const observers = await guidanceObservers()
  /** Three suites ask about the same call. */
  const replays = new WeakMap<LabelledCall, ReplayedCall>()
  const replayed = (call: LabelledCall): ReplayedCall => {
    const replay = replays.get(call) ?? replayCall(call, observers)
    replays.set(call, replay)
    return replay
  }
  return {
    async risk(call) {
      const { state, turnOf } = replayed(call)
      return {
        own: readingsOf(state, 'caller', turnOf),
        thirdParty: readingsOf(state, 'third_party', turnOf),
      }
    },
    async special(call) {
      const { events, turnBefore } = replayed(call)
      return events.flatMap((logged) => {
        const { event } = logged
        if (event.kind !== 'special.suggested') return []
        // The product knows more kinds than the labels do.
        const kind = SpecialKind.safeParse(event.special)
        if (!kind.success) return []
        return [{ kind: kind.data, turn: turnBefore(logged), confidence: event.confidence }]
      })
    },
    async guidance(call) {
      const { state, turnOf } = replayed(call)
      const turnsOf = (protocols: readonly string[], steps?: readonly string[]) =>
        state.guidance.steps
          .filter(
            ({ source, step }) => protocols.includes(source.protocol) && (steps?.includes(step) ?? true),
          )
          .flatMap(({ evidence: [first] }) => (first ? [turnOf(first.segmentId)] : []))
          .sort((a, b) => a - b)
      const inStages = (...steps: string[]) => turnsOf(['stages'], steps)
      return {
        greeting: inStages('greeting')[0] ?? null,
        notice: inStages('notice')[0] ?? null,
        confidentiality: inStages('confidentiality')[0] ?? null,
        // What was taken for the end may have been none: the last counts.
        summary: inStages('summary').at(-1) ?? null,
        feedback: inStages('feedback', 'goal-met').at(-1) ?? null,
        steps: [...new Set(turnsOf(LABELLED_STEPS))],
      }
    },
  }
}

function readingsOf(state: CallState, whose: Whose, turnOf: ReplayedCall['turnOf']): ItemReadings {
  const readings: ItemReadings = {}
  for (const reading of state.guidance.items) {
    const item = RiskItem.safeParse(reading.item)
    if (!item.success || reading.whose !== whose) continue
    readings[item.data] = {
      asked: reading.asked.map(turnOf),
      state: reading.state,
      evidence: [...new Set(reading.evidence.map(({ segmentId }) => turnOf(segmentId)))],
      confidence: reading.confidence,
    }
  }
  return readings
}
