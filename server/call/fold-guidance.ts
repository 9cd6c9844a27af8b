import type { EventOf } from './call-event.ts'
import type { GuidanceState } from './events/guidance-events.ts'

type GuidanceEvent = EventOf<
  'guidance.opened' | 'guidance.item' | 'guidance.step' | 'guidance.stage' | 'risk.signal'
>

/** What guidance shows of a call, one event further. */
export function foldGuidance(state: GuidanceState, event: GuidanceEvent): GuidanceState {
  switch (event.kind) {
    case 'guidance.opened': {
      const { protocol, version, title, items } = event
      const others = state.protocols.filter((other) => other.protocol !== protocol)
      return { ...state, protocols: [...others, { protocol, version, title, items }] }
    }
    case 'guidance.item': {
      const { kind, atMs, ...reading } = event
      const { protocol } = reading.source
      const isSame = (other: (typeof state.items)[number]) =>
        other.source.protocol === protocol && other.item === reading.item && other.whose === reading.whose
      return { ...state, items: [...state.items.filter((other) => !isSame(other)), reading] }
    }
    case 'guidance.step': {
      const { kind, ...step } = event
      return { ...state, steps: [...state.steps, step] }
    }
    case 'guidance.stage': {
      const { kind, ...stage } = event
      return { ...state, stage }
    }
    case 'risk.signal': {
      const { kind, ...signal } = event
      return { ...state, signals: [...state.signals, signal] }
    }
  }
}
