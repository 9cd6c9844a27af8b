import type {
  CallEvent,
  CallEventKind,
  EventOf,
  LoggedEvent,
  Unwritten,
} from '../../../../server/call/call-event.ts'
import { CallSession, type Observer } from '../../../../server/call/call-session.ts'
import type { CallState } from '../../../../server/call/call-state.ts'
import type { ItemState, Whose } from '../../../../server/call/events/guidance-events.ts'
import type { SoundLike } from '../../../../server/call/events/speech-events.ts'
import { readHearing } from '../../../../server/guidance/lexicon/heard.ts'
import { specialObservers } from '../../../../server/guidance/special/observers.ts'
import { ManualClock } from '../../../manual-clock.ts'

export const observers = await specialObservers(await readHearing())

/** A call that a test tells: who says what and when, what is heard, with a tick each second of call time. */
export class ToldCall {
  readonly events: LoggedEvent[] = []
  readonly #clock = new ManualClock()
  readonly #session: CallSession
  #segments = 0

  constructor(
    options: {
      legs?: readonly ('caller' | 'responder' | 'mixed')[]
      notice?: boolean
      observers?: readonly Observer[]
    } = {},
  ) {
    this.#session = CallSession.begin(
      this.#clock,
      options.observers ?? observers,
      { noticePolicy: 'responder', recognizer: { name: 'test', scripted: true } },
      0,
      () => (logged) => this.events.push(logged),
    )
    if (options.notice ?? true) this.append({ kind: 'notice.given', by: 'responder' })
    for (const role of options.legs ?? (['caller', 'responder'] as const))
      this.append({ kind: 'leg.joined', role, protocol: 'freeswitch', sampleRate: 8000, resumed: false })
  }

  get state(): CallState {
    return this.#session.state
  }

  get seconds(): number {
    return this.#clock.now() / 1000
  }

  append(event: Unwritten): this {
    this.#session.append(event)
    return this
  }

  /** Lets call time pass up to `seconds`, a tick each second. */
  until(seconds: number): this {
    while (this.#clock.now() < seconds * 1000) {
      const next = Math.min(seconds * 1000, (Math.floor(this.seconds) + 1) * 1000)
      this.#clock.advance(next - this.#clock.now())
      if (this.#clock.now() % 1000 === 0) this.append({ kind: 'clock.tick' })
    }
    return this
  }

  /** The clock goes on without a tick in between. */
  jump(seconds: number): this {
    this.#clock.advance(seconds * 1000 - this.#clock.now())
    return this.append({ kind: 'clock.tick' })
  }

  responder(text: string, lasts = 2): this {
    return this.#say('responder', text, lasts)
  }

  caller(text: string, lasts = 2): this {
    return this.#say('caller', text, lasts)
  }

  mixed(text: string, lasts = 2): this {
    return this.#say('mixed', text, lasts)
  }

  /** A sound of the caller's from now on, told while it lasts. */
  sound(like: SoundLike | undefined, lasts: number): this {
    const startMs = this.#clock.now()
    const endMs = startMs + lasts * 1000
    for (let toMs = Math.min(startMs + 5000, endMs); ; toMs = Math.min(toMs + 5000, endMs)) {
      this.until(toMs / 1000)
      const heard = { kind: 'sound.heard', role: 'caller', startMs, endMs: toMs, loudnessDb: -40 } as const
      this.append(like ? { ...heard, like } : heard)
      if (toMs === endMs) return this
    }
  }

  /** What the risk assessment knows of an item. */
  item(item: string, state: ItemState, whose: Whose = 'caller'): this {
    const said = this.state.segments.findLast(({ role }) => role === 'caller')
    const evidence = said
      ? [{ segmentId: said.segmentId, start: 0, end: said.text.length, says: 'yes' as const }]
      : []
    return this.append({
      kind: 'guidance.item',
      source: { protocol: 'risk-assessment', version: 1, rule: item },
      ...{ item, whose, state, volunteered: false, turned: null },
      ...{ asked: [], evidence, ratings: [], confidence: 0.9 },
    })
  }

  all<Kind extends CallEventKind>(kind: Kind): EventOf<Kind>[] {
    return this.events
      .map(({ event }) => event)
      .filter((event): event is EventOf<Kind> => event.kind === kind)
  }

  get suggested(): string[] {
    return this.all('special.suggested').map(({ special }) => special)
  }

  /** The marks of a timer that were reached, each with the second of its reaching. */
  marks(protocol: string): [string, number][] {
    const timer = this.timer(protocol)
    return (timer?.reached ?? []).map(({ mark, atMs }) => [mark, atMs / 1000])
  }

  timer(protocol: string) {
    return this.state.special.timers.find(({ source }) => source.protocol === protocol)
  }

  get nudges(): string[] {
    return this.state.nudges.shown.map(({ key }) => key)
  }

  #say(role: 'caller' | 'responder' | 'mixed', text: string, lasts: number): this {
    this.#segments += 1
    const segmentId = `${role[0]}${this.#segments}`
    const startMs = this.#clock.now()
    this.append({ kind: 'speech.started', role, segmentId, startMs })
    this.until(this.seconds + lasts)
    const endMs = this.#clock.now()
    this.append({ kind: 'speech.ended', role, segmentId, startMs, endMs })
    return this.append({ kind: 'transcript.final', role, segmentId, startMs, endMs, text })
  }
}

/** The words that an event rests on. */
export function wordsUnder(call: ToldCall, event: Extract<CallEvent, { evidence: unknown }>): string[] {
  return event.evidence.map(({ segmentId, start, end }) => {
    const segment = call.state.segments.find((one) => one.segmentId === segmentId)
    return segment?.text.slice(start, end) ?? 'not in the transcript'
  })
}
