import type { CallState } from '../../server/call/call-state.ts'
import type { Whose } from '../../server/call/events/guidance-events.ts'
import { guidanceObservers } from '../../server/guidance/observers.ts'
import { RiskItem, SpecialKind } from '../labels/labelled-call.ts'
import { type ReplayedCall, replayCall } from './replayed-call.ts'
import type { ItemReadings, Solver } from './solver.ts'

/** What guidance makes of a call's words, heard as the labels have them. */
export async function startGuided(): Promise<Pick<Solver, 'risk' | 'special'>> {
  const observers = await guidanceObservers()
  return {
    async risk(call) {
      const { state, turnOf } = replayCall(call, observers)
      return {
        own: readingsOf(state, 'caller', turnOf),
        thirdParty: readingsOf(state, 'third_party', turnOf),
      }
    },
    async special(call) {
      const { events, turnBefore } = replayCall(call, observers)
      return events.flatMap((logged) => {
        const { event } = logged
        if (event.kind !== 'special.suggested') return []
        // The product knows more kinds than the labels do.
        const kind = SpecialKind.safeParse(event.special)
        if (!kind.success) return []
        return [{ kind: kind.data, turn: turnBefore(logged), confidence: event.confidence }]
      })
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
