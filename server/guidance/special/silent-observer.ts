import type { Unwritten } from '../../call/call-event.ts'
import type { Observer } from '../../call/call-session.ts'
import type { CallState } from '../../call/call-state.ts'
import type { TimerReading } from '../../call/events/special-events.ts'
import { hasSpoken, heardMs, isHeard, isSpeaking, presence } from './caller-presence.ts'
import { has, type PlainSegments } from './cue.ts'
import { readingOf, sourceOf, suggest } from './labels.ts'
import { metBy, type RiskCondition } from './risk-condition.ts'
import type { SilenceRules, SpecialProtocol } from './special-protocol.ts'

/** The timer's name within its protocol. */
export const SILENCE = 'silence'
/** Ticks come this far apart: a mark is not put off because one of them was a moment early (ms). */
const TICK_MS = 1000

/**
 * 沉默: the caller says nothing from the beginning of the call. Judged by voice activity and sounds on the call's
 * clock. A word or an answer by tapping ends it; crying, breathing, tapping hold back "may end", without starting
 * over; after thoughts, a plan or an act were disclosed it is never this.
 */
export function silentObserver(
  protocol: SpecialProtocol & { readonly silence: SilenceRules },
  disclosed: RiskCondition,
  plain: PlainSegments,
): Observer {
  const { silence } = protocol
  const source = sourceOf(protocol, SILENCE)
  const marks = silence.marks.map(({ id, at, label }) => ({ mark: id, afterMs: at * 1000, label }))

  const fresh = (sinceMs: number): TimerReading => ({
    ...{ source, label: silence.label, sinceMs, marks },
    ...{ reached: [], heldBy: null, stopped: null },
  })

  return (state, event) => {
    if (event.kind !== 'clock.tick') return []
    const nowMs = state.atMs
    const before = state.special.timers.find((timer) => timer.source.protocol === source.protocol)
    const why = reasonToStop(state)
    if (why) return before && before.stopped !== why && before.stopped === null ? [stop(before, why)] : []
    const sinceMs = before?.stopped === null ? before.sinceMs : startOfSilence(state, before)
    if (sinceMs === null) return []
    const answer = tappingAnswer(state, silence, plain, sinceMs)
    if (answer) {
      const grounds = [{ what: 'sound' as const, like: 'tapping' as const, ...answer }]
      const { confidence } = silence
      return [
        ...suggest(state, protocol, SILENCE, { confidence, grounds }),
        stop(before ?? fresh(sinceMs), 'tapping'),
      ]
    }
    if (!isHeard(state) || isSpeaking(state)) return []
    const running = before?.stopped === null ? before : fresh(sinceMs)
    const now = advanced(state, running, silence, nowMs)
    if (before?.stopped !== null && now.reached.length === 0) return []
    if (before && isSame(before, now)) return []
    const grounds = [{ what: 'silence' as const, startMs: now.sinceMs, endMs: nowMs }]
    const { confidence } = silence
    return [...suggest(state, protocol, SILENCE, { confidence, grounds }), { kind: 'guidance.timer', ...now }]
  }

  function reasonToStop(state: CallState): TimerReading['stopped'] {
    if (metBy(disclosed, state.guidance)) return 'risk'
    if (hasSpoken(state)) return 'word'
    return readingOf(state, protocol.special)?.status === 'dismissed' ? 'dismissed' : null
  }
}

/**
 * From where on the caller's silence counts: from the responder's greeting, or after a tap that stopped the timer,
 * since a caller who only taps may fall silent again. Null while nobody has taken the call.
 */
function startOfSilence(state: CallState, before: TimerReading | undefined): number | null {
  if (before) return Math.max(0, ...presence(state).map(({ endMs }) => endMs))
  const greetings = [...state.segments, ...state.open].filter(({ role }) => role === 'responder')
  if (greetings.length > 0) return Math.min(...greetings.map(({ startMs }) => startMs))
  return state.legs.responder?.connected ? 0 : null
}

function stop(timer: TimerReading, stopped: NonNullable<TimerReading['stopped']>): Unwritten {
  return { kind: 'guidance.timer', ...timer, heldBy: null, stopped }
}

/** The timer at this moment: at most one mark further, and never faster than the marks lie apart (a clock may jump). */
function advanced(state: CallState, timer: TimerReading, rules: SilenceRules, nowMs: number): TimerReading {
  const sounds = presence(state).filter(({ endMs }) => endMs > timer.sinceMs)
  const held = sounds.findLast(({ endMs }) => endMs > nowMs - rules.holdSeconds * 1000)
  const heldBy = held ? { like: held.like ?? null, startMs: held.startMs, endMs: held.endMs } : null
  const last = timer.marks.at(-1)
  const reached = timer.reached.filter(({ mark }) => !heldBy || mark !== last?.mark)
  const next = timer.marks[reached.length]
  const previous = reached.at(-1)
  const crying = sounds.some(
    ({ like, endMs }) => like === 'voiced' && endMs > nowMs - rules.voicedSeconds * 1000,
  )
  const isDue =
    next !== undefined &&
    heardMs(state, timer.sinceMs, nowMs) >= next.afterMs &&
    !(next === last && heldBy) &&
    !(!previous && crying) &&
    (!previous ||
      heardMs(state, previous.atMs, nowMs) >=
        next.afterMs - (timer.marks[reached.length - 1]?.afterMs ?? 0) - TICK_MS)
  return { ...timer, heldBy, reached: isDue ? [...reached, { mark: next.mark, atMs: nowMs }] : reached }
}

function isSame(a: TimerReading, b: TimerReading): boolean {
  return (
    a.stopped === b.stopped &&
    a.reached.length === b.reached.length &&
    a.heldBy?.startMs === b.heldBy?.startMs &&
    a.heldBy?.endMs === b.heldBy?.endMs
  )
}

/** A tap so soon after the responder invited an answer that it is one. */
export function tappingAnswer(
  state: CallState,
  { answerSeconds, invites }: SilenceRules,
  plain: PlainSegments,
  sinceMs: number,
): { startMs: number; endMs: number } | null {
  const isAnswer = ({ startMs }: { startMs: number }) =>
    state.segments.some(
      (asked) =>
        asked.role === 'responder' &&
        startMs >= asked.startMs &&
        startMs <= asked.endMs + answerSeconds * 1000 &&
        has(invites, plain(asked).text),
    )
  const tap = state.sounds.findLast(
    (sound) =>
      sound.role === 'caller' && sound.like === 'tapping' && sound.endMs > sinceMs && isAnswer(sound),
  )
  return tap ? { startMs: tap.startMs, endMs: tap.endMs } : null
}
