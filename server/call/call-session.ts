import { randomUUID } from 'node:crypto'
import type { Clock } from '../audio/clock.ts'
import type { CallEvent, EventOf, LoggedEvent, Unwritten } from './call-event.ts'
import type { CallState } from './call-state.ts'
import { begin, fold } from './fold.ts'

/** Events kept for a page that was away for a moment; one that was away longer gets a snapshot. */
const KEPT_EVENTS = 500

/**
 * Something that follows a call and may add to it. Pure: it sees the state after the event and answers with
 * events; time reaches it as `clock.tick`.
 */
export type Observer = (state: CallState, event: CallEvent) => readonly Unwritten[]

export type Subscriber = (logged: LoggedEvent, state: CallState) => void

/** How a session goes on from the log of an earlier process. */
export interface Restored {
  readonly callId: string
  readonly startedAt: Date
  readonly lastSeq: number
  readonly lastAtMs: number
  readonly events: readonly LoggedEvent[]
}

/**
 * One live call: the only place where its events are written. An event is numbered, folded into the state, told
 * to every subscriber in order, and shown to the observers, whose answers are written next.
 */
export class CallSession {
  readonly callId: string
  /** Names this life of the log; `seq` is only comparable within it. */
  readonly epoch = randomUUID()
  readonly startedAt: Date
  readonly #clock: Clock
  readonly #observers: readonly Observer[]
  /** The clock's reading at call time zero. */
  readonly #zero: number
  readonly #subscribers = new Set<Subscriber>()
  readonly #kept: LoggedEvent[] = []
  readonly #queue: CallEvent[] = []
  #seq: number
  #state: CallState
  #segments: number
  #heardToMs = 0

  private constructor(
    clock: Clock,
    observers: readonly Observer[],
    life: { callId: string; startedAt: Date; zero: number; seq: number; state: CallState; segments: number },
  ) {
    this.callId = life.callId
    this.startedAt = life.startedAt
    this.#clock = clock
    this.#observers = observers
    this.#zero = life.zero
    this.#seq = life.seq
    this.#state = life.state
    this.#segments = life.segments
  }

  /** A new call, begun `sinceMs` ago. Whoever follows it hears of it from its first event on. */
  static begin(
    clock: Clock,
    observers: readonly Observer[],
    started: Pick<EventOf<'call.started'>, 'noticePolicy' | 'recognizer'>,
    sinceMs: number,
    follow: (session: CallSession) => Subscriber,
  ): CallSession {
    const startedAt = new Date(clock.date().getTime() - sinceMs)
    const event = { kind: 'call.started', atMs: 0, startedAt: startedAt.toISOString(), ...started } as const
    const life = {
      callId: randomUUID(),
      startedAt,
      zero: clock.now() - sinceMs,
      seq: 0,
      state: begin(event),
      segments: 0,
    }
    const session = new CallSession(clock, observers, life)
    session.subscribe(follow(session))
    session.append(event)
    return session
  }

  /** A call that an earlier process left open: the same log, with the time in between marked. */
  static resume(
    clock: Clock,
    observers: readonly Observer[],
    restored: Restored,
    follow: (session: CallSession) => Subscriber,
  ): CallSession {
    const elapsed = Math.max(clock.date().getTime() - restored.startedAt.getTime(), restored.lastAtMs)
    const { callId, startedAt, lastSeq: seq } = restored
    const session = new CallSession(clock, observers, {
      callId,
      startedAt,
      zero: clock.now() - elapsed,
      seq,
      state: restoredState(restored.events),
      segments: Math.max(0, ...restored.events.map(({ event }) => segmentNumber(event))),
    })
    session.subscribe(follow(session))
    session.append({ kind: 'call.resumed', awayMs: Math.round(elapsed - restored.lastAtMs) })
    return session
  }

  get state(): CallState {
    return this.#state
  }

  get seq(): number {
    return this.#seq
  }

  /**
   * Call time now, in whole milliseconds: it goes on whether or not audio arrives, and is never behind the audio
   * that was heard (a replay faster than life).
   */
  get nowMs(): number {
    return Math.max(this.#heardToMs, Math.round(this.#clock.now() - this.#zero))
  }

  /** Audio was heard up to this call time. */
  heard(toMs: number): void {
    this.#heardToMs = Math.max(this.#heardToMs, toMs)
  }

  /** A number for the next segment, never given twice in a call. */
  nextSegment(): number {
    this.#segments += 1
    return this.#segments
  }

  append(unwritten: Unwritten): void {
    this.#queue.push({ ...unwritten, atMs: this.nowMs } as CallEvent)
    if (this.#queue.length > 1) return
    for (let event = this.#queue[0]; event; event = this.#queue[0]) {
      this.#write(event)
      this.#queue.shift()
    }
  }

  /** Tells every later event to `subscriber`. Returns a function that ends it. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber)
    return () => this.#subscribers.delete(subscriber)
  }

  /** The events after `seq`, or null where some of them are not kept any more. */
  since(seq: number): LoggedEvent[] | null {
    const first = this.#kept[0]?.seq ?? this.#seq + 1
    if (seq > this.#seq || seq < first - 1) return null
    return this.#kept.filter((logged) => logged.seq > seq)
  }

  #write(event: CallEvent): void {
    this.#seq += 1
    this.#state = fold(this.#state, event)
    const logged = { seq: this.#seq, event }
    this.#kept.push(logged)
    if (this.#kept.length > KEPT_EVENTS) this.#kept.splice(0, this.#kept.length - KEPT_EVENTS)
    for (const subscriber of this.#subscribers) subscriber(logged, this.#state)
    for (const observer of this.#observers)
      for (const answer of observer(this.#state, event))
        this.#queue.push({ ...answer, atMs: this.nowMs } as CallEvent)
  }
}

function restoredState(log: readonly LoggedEvent[]): CallState {
  const [first, ...rest] = log.map(({ event }) => event)
  if (first?.kind !== 'call.started') throw new Error('the log of a call does not begin with call.started')
  return rest.reduce(fold, begin(first))
}

function segmentNumber(event: CallEvent): number {
  return 'segmentId' in event ? Number(event.segmentId.slice(1)) : 0
}
