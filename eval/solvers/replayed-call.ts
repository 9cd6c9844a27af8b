import type { Clock } from '../../server/audio/clock.ts'
import type { CallEvent, LoggedEvent, Unwritten } from '../../server/call/call-event.ts'
import { CallSession, type Observer } from '../../server/call/call-session.ts'
import type { CallState } from '../../server/call/call-state.ts'
import type { LabelledCall } from '../labels/labelled-call.ts'

/** A labelled call after it went through a session of the product. */
export interface ReplayedCall {
  readonly state: CallState
  readonly events: readonly LoggedEvent[]
  /** The turn that a segment was made of. */
  turnOf(segmentId: string): number
  /** The turn after which an event was written: the last one that had been settled by then. */
  turnBefore(logged: LoggedEvent): number
}

const TICK_MS = 1000
/** How loud a labelled sound is told to be (dBFS): the labels have no level. */
const SOUND_DB = -40
/** A sound that goes on is told again this often, as it is live (ms). */
const SOUND_TOLD_MS = 5000

/**
 * Plays a labelled call through a real session with the product's own observers, at the call's own times: voice
 * activity and words of every turn, labelled sounds, and a tick each second until the last of them is over. Turn `n`
 * is the segment `c{n + 1}` or `r{n + 1}`.
 */
export function replayCall(call: LabelledCall, observers: readonly Observer[]): ReplayedCall {
  const script = [...scriptOf(call)].sort((a, b) => a.atMs - b.atMs)
  const endMs = script.at(-1)?.atMs ?? 0
  let nowMs = 0
  const clock: Clock = {
    now: () => nowMs,
    date: () => new Date(nowMs),
    after: () => () => {},
    every: () => () => {},
  }
  const events: LoggedEvent[] = []
  const session = CallSession.begin(
    clock,
    observers,
    { noticePolicy: 'pbx', recognizer: { name: 'labelled', scripted: true } },
    0,
    () => (logged) => events.push(logged),
  )
  // Somebody told the caller, or there would be no words to label.
  session.append({ kind: 'notice.given', by: 'pbx' })
  for (const role of ['caller', 'responder'] as const)
    session.append({ kind: 'leg.joined', role, protocol: 'freeswitch', sampleRate: 8000, resumed: false })
  if (call.callsThisWeek !== undefined)
    session.append({ kind: 'caller.history', callsThisWeek: call.callsThisWeek })
  let next = 0
  for (let tickMs = TICK_MS; tickMs <= endMs + TICK_MS; tickMs += TICK_MS) {
    for (let step = script[next]; step && step.atMs < tickMs; step = script[++next]) {
      nowMs = step.atMs
      session.append(step.event)
    }
    nowMs = tickMs
    session.append({ kind: 'clock.tick' })
  }
  session.append({ kind: 'call.ended', reason: 'left' })
  return {
    state: session.state,
    events,
    turnOf: (segmentId) => Number(segmentId.slice(1)) - 1,
    turnBefore: ({ seq }) =>
      events
        .slice(0, seq)
        .map(({ event }) => event)
        .reduce((turn, event) => Math.max(turn, turnOfFinal(event)), 0),
  }
}

function turnOfFinal(event: CallEvent): number {
  return event.kind === 'transcript.final' ? Number(event.segmentId.slice(1)) - 1 : -1
}

function* scriptOf(call: LabelledCall): Generator<{ atMs: number; event: Unwritten }> {
  for (const [turn, { role, start, end, text }] of call.turns.entries()) {
    const segmentId = `${role[0]}${turn + 1}`
    const [startMs, endMs] = [Math.round(start * 1000), Math.round(end * 1000)]
    yield { atMs: startMs, event: { kind: 'speech.started', role, segmentId, startMs } }
    yield { atMs: endMs, event: { kind: 'speech.ended', role, segmentId, startMs, endMs } }
    yield { atMs: endMs, event: { kind: 'transcript.final', role, segmentId, startMs, endMs, text } }
  }
  for (const { role, kind, start, end } of call.sounds) {
    if (kind === 'silence') continue
    const [startMs, endMs] = [Math.round(start * 1000), Math.round(end * 1000)]
    const like = kind === 'crying' ? 'voiced' : kind
    const heardTo = (toMs: number) =>
      ({ kind: 'sound.heard', role, startMs, endMs: toMs, loudnessDb: SOUND_DB, like }) as const
    for (let toMs = startMs + SOUND_TOLD_MS; toMs < endMs; toMs += SOUND_TOLD_MS)
      yield { atMs: toMs, event: heardTo(toMs) }
    yield { atMs: endMs, event: heardTo(endMs) }
  }
  const lastMs = Math.max(...[...call.turns, ...call.sounds].map(({ end }) => Math.round(end * 1000)))
  yield { atMs: lastMs, event: { kind: 'clock.tick' } }
}
