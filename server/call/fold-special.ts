import type { EventOf } from './call-event.ts'
import type { LevelState } from './call-state.ts'
import type { NudgeState } from './events/nudge-events.ts'
import type { SpecialReading, SpecialState } from './events/special-events.ts'

type SpecialEvent = EventOf<
  | 'caller.history'
  | 'special.suggested'
  | 'special.confirmed'
  | 'special.dismissed'
  | 'guidance.timer'
  | 'response.lost'
  | 'response.back'
>
type NudgeEvent = EventOf<
  'nudge.shown' | 'nudge.withdrawn' | 'nudge.snoozed' | 'nudge.acknowledged' | 'nudge.after-call'
>

/** What special callers show of a call, one event further. */
export function foldSpecial(state: SpecialState, event: SpecialEvent): SpecialState {
  switch (event.kind) {
    case 'caller.history':
      return { ...state, callsThisWeek: event.callsThisWeek }
    case 'special.suggested': {
      const { kind, ...suggested } = event
      const known = state.callers.some(({ special }) => special === event.special)
      if (known) return state
      const reading = { special: event.special, status: 'suggested', sinceMs: event.atMs, suggested } as const
      return { ...state, callers: [...state.callers, reading] }
    }
    case 'special.confirmed': {
      const dropped = event.insteadOf
        ? labelled(state.callers, event.insteadOf, 'dismissed', event.atMs)
        : state.callers
      return { ...state, callers: labelled(dropped, event.special, 'confirmed', event.atMs) }
    }
    case 'special.dismissed':
      return { ...state, callers: labelled(state.callers, event.special, 'dismissed', event.atMs) }
    case 'guidance.timer': {
      const { kind, atMs, ...timer } = event
      const isSame = ({ source }: (typeof state.timers)[number]) =>
        source.protocol === timer.source.protocol && source.rule === timer.source.rule
      return { ...state, timers: [...state.timers.filter((other) => !isSame(other)), timer] }
    }
    case 'response.lost':
      return { ...state, lost: { sinceMs: event.sinceMs, evidence: event.evidence } }
    case 'response.back':
      return { ...state, lost: null }
  }
}

/** Which nudges are on the page, one event further. */
export function foldNudges(state: NudgeState, event: NudgeEvent): NudgeState {
  const without = (key: string) => state.shown.filter((nudge) => nudge.key !== key)
  switch (event.kind) {
    case 'nudge.shown': {
      const { kind, ...nudge } = event
      return { ...state, shown: [...without(event.key), nudge] }
    }
    case 'nudge.withdrawn':
      return { ...state, shown: without(event.key) }
    case 'nudge.snoozed': {
      if (state.shown.some(({ key, stays }) => key === event.key && stays)) return state
      const others = state.snoozed.filter(({ key }) => key !== event.key)
      const snoozed = [...others, { key: event.key, untilMs: event.untilMs }]
      return { ...state, shown: without(event.key), snoozed }
    }
    case 'nudge.acknowledged':
      return {
        ...state,
        shown: without(event.key),
        acknowledged: [...state.acknowledged.filter((key) => key !== event.key), event.key],
      }
    case 'nudge.after-call': {
      const { kind, atMs, ...nudge } = event
      return { ...state, afterCall: [...state.afterCall.filter(({ key }) => key !== nudge.key), nudge] }
    }
  }
}

/** Which criteria of the site's levels are met, one event further. */
export function foldCriteria(state: LevelState, event: EventOf<'level.criterion'>): LevelState {
  const { kind, atMs, met, ...criterion } = event
  const others = state.filter(
    (other) => other.level !== criterion.level || other.criterion !== criterion.criterion,
  )
  return met ? [...others, criterion] : others
}

function labelled(
  callers: readonly SpecialReading[],
  special: SpecialReading['special'],
  status: 'confirmed' | 'dismissed',
  atMs: number,
): SpecialReading[] {
  const before = callers.find((reading) => reading.special === special)
  const others = callers.filter((reading) => reading !== before)
  return [...others, { special, status, sinceMs: atMs, suggested: before?.suggested ?? null }]
}
