import type { Clock } from '../audio/clock.ts'
import type { LegAnnouncement, LegEnd, LegHost, LegRefusal, LegRole, LegWriter } from '../audio/leg.ts'
import type { Unwritten } from './call-event.ts'
import { CallSession, type Observer, type Restored, type Subscriber } from './call-session.ts'
import type { NoticePolicy } from './events/call-events.ts'
import { eventsOf } from './guidance-command.ts'
import type { LiveCall, PageCommand } from './live-message.ts'

/** Whatever listens to one connection of a leg. */
export interface Hearing {
  /** Milliseconds since audio last arrived, or null where none ever did. */
  readonly silentForMs: number | null
  /** Call time up to which audio was heard, or null where none was. */
  readonly heardToMs: number | null
  write(samples: Int16Array): void
  gap(samples: number): void
  flush(): void
  checkPause(): void
  discard(): void
  end(): Promise<void>
}

export interface CallRegistryOptions {
  readonly clock: Clock
  readonly observers: readonly Observer[]
  readonly noticePolicy: NoticePolicy
  readonly recognizer: { readonly name: string; readonly scripted: boolean }
  readonly hear: (session: CallSession, leg: LegAnnouncement) => Hearing
  /** Follows a call from its first event on; `pbxCall` lets it find the call again after a restart. */
  readonly record: (pbxCall: string, restored: Restored | null) => (session: CallSession) => Subscriber
  /** The PBX said the caller's number; told once a call. */
  readonly onCallerNumber: (session: CallSession, number: string) => void
  /** The call of this name that an earlier process left open. Asked once a name. */
  readonly restore: (pbxCall: string) => Restored | null
  /** How long a call waits for its legs to come back (ms). */
  readonly resumeMs: number
  readonly maxCalls: number
}

/** How often call time is told (ms). */
const TICK_MS = 1000
/** How often legs that stopped sending are looked for (ms). */
const PAUSE_CHECK_MS = 250
/** A leg without frames is reported after this long, and closed after `IDLE_CLOSE_MS` (ms). */
const IDLE_WARN_MS = 15_000
const IDLE_CLOSE_MS = 60_000
/** A connection that sent audio this recently is alive: another one for the same leg is turned away (ms). */
const ALIVE_MS = 1000

interface Leg {
  hearing: Hearing
  connected: boolean
  warned: boolean
  /** Closes the connection, once the protocol has said how. */
  close: (reason: string) => void
}

interface Call {
  readonly session: CallSession
  readonly pbxCall: string
  readonly legs: Map<LegRole, Leg>
  /** Call time up to which an earlier process knew the call, where there was one. */
  readonly knownToMs: number | null
  /** Legs whose last words are still being recognised. */
  readonly draining: Set<Promise<void>>
  cancelEnd: (() => void) | null
  numberKnown: boolean
}

/** The live calls: brings the legs of a call together, keeps its time, and ends it when its legs stay away. */
export class CallRegistry implements LegHost {
  readonly #options: CallRegistryOptions
  readonly #byPbxCall = new Map<string, Call>()
  readonly #byId = new Map<string, Call>()
  readonly #listeners = new Set<() => void>()
  readonly #troubles = new Map<string, Unwritten>()
  readonly #stopTimers: (() => void)[]
  #closing = false

  constructor(options: CallRegistryOptions) {
    this.#options = options
    this.#stopTimers = [
      options.clock.every(TICK_MS, () => this.#tick()),
      options.clock.every(PAUSE_CHECK_MS, () => {
        for (const leg of this.#connectedLegs()) leg.hearing.checkPause()
      }),
    ]
  }

  get size(): number {
    return this.#byId.size
  }

  join(announcement: LegAnnouncement): LegWriter | LegRefusal {
    if (this.#closing) return { refused: 'shutting-down' }
    const known = this.#byPbxCall.get(announcement.pbxCall)
    if (!known && this.#byId.size >= this.#options.maxCalls) return { refused: 'too-many-calls' }
    const before = known?.legs.get(announcement.role)
    if (before?.connected && isAlive(before)) return { refused: 'leg-already-connected' }
    const call = known ?? this.#open(announcement)
    if (before?.connected) {
      before.close('replaced')
      this.#leave(call, announcement.role, before, 'connection-lost')
    }
    return this.#connect(call, announcement, before)
  }

  session(callId: string): CallSession | null {
    return this.#byId.get(callId)?.session ?? null
  }

  /** Carries out what the responder asked for on the page of a call. */
  command(callId: string, command: PageCommand): void {
    const call = this.#byId.get(callId)
    if (!call) return
    switch (command.type) {
      case 'notice-given':
        if (!call.session.state.noticeGiven) call.session.append({ kind: 'notice.given', by: 'responder' })
        return
      case 'stop-transcription':
        if (!call.session.state.consented) return
        call.session.append({ kind: 'consent.changed', scope: 'transcribe', granted: false, by: 'responder' })
        for (const leg of call.legs.values()) leg.hearing.discard()
        return
      case 'resume-transcription':
        if (call.session.state.consented) return
        call.session.append({ kind: 'consent.changed', scope: 'transcribe', granted: true, by: 'responder' })
        return
      default:
        for (const event of eventsOf(command, call.session.state)) call.session.append(event)
    }
  }

  /** Tells every live call, and every one that begins while it lasts, that a part of the service is in trouble. */
  degrade(trouble: Omit<Extract<Unwritten, { kind: 'system.degraded' }>, 'kind' | 'role'>): void {
    const event = { kind: 'system.degraded', ...trouble } as const
    this.#troubles.set(trouble.part, { ...event, lost: 0 })
    for (const call of this.#byId.values()) call.session.append(event)
  }

  recover(part: Extract<Unwritten, { kind: 'system.recovered' }>['part']): void {
    if (!this.#troubles.delete(part)) return
    for (const call of this.#byId.values()) call.session.append({ kind: 'system.recovered', part })
  }

  list(): LiveCall[] {
    return [...this.#byId.values()].map(({ session }) => ({
      callId: session.callId,
      startedAt: session.state.startedAt,
      atMs: session.state.atMs,
      legs: Object.entries(session.state.legs).map(([role, leg]) => ({ role, connected: leg.connected })),
      troubled: session.state.troubles.length > 0,
    }))
  }

  /** Runs `listener` whenever the list of live calls changed. Returns a function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes no more legs and lets every call's last words be written. The calls stay open for the next process. */
  async close(): Promise<void> {
    this.#closing = true
    for (const stop of this.#stopTimers) stop()
    for (const call of this.#byId.values()) {
      call.cancelEnd?.()
      for (const [role, leg] of call.legs) {
        if (!leg.connected) continue
        leg.close('shutting down')
        this.#leave(call, role, leg, 'shutdown')
      }
    }
    await Promise.all([...this.#byId.values()].flatMap((call) => [...call.draining]))
  }

  #open({ pbxCall, heldMs }: LegAnnouncement): Call {
    const { clock, observers, noticePolicy, recognizer, record, restore } = this.#options
    const restored = restore(pbxCall)
    const follow = record(pbxCall, restored)
    const session = restored
      ? CallSession.resume(clock, observers, restored, follow)
      : CallSession.begin(clock, observers, { noticePolicy, recognizer }, heldMs, follow)
    const call: Call = {
      session,
      pbxCall,
      legs: new Map(),
      knownToMs: restored?.lastAtMs ?? null,
      draining: new Set(),
      cancelEnd: null,
      numberKnown: session.state.special.callsThisWeek !== null,
    }
    this.#byPbxCall.set(pbxCall, call)
    this.#byId.set(session.callId, call)
    for (const trouble of this.#troubles.values()) session.append(trouble)
    return call
  }

  #connect(call: Call, announcement: LegAnnouncement, before: Leg | undefined): LegWriter {
    const { session } = call
    const { role, protocol, sampleRate } = announcement
    call.cancelEnd?.()
    call.cancelEnd = null
    const resumed = session.state.legs[role] !== undefined
    const lostFromMs = before ? before.hearing.heardToMs : resumed ? call.knownToMs : null
    const leg: Leg = {
      hearing: this.#options.hear(session, announcement),
      connected: true,
      warned: false,
      close: () => {},
    }
    call.legs.set(role, leg)
    session.append({ kind: 'leg.joined', role, protocol, sampleRate, resumed })
    if (lostFromMs !== null && lostFromMs < session.nowMs)
      session.append({
        kind: 'leg.gap',
        role,
        startMs: lostFromMs,
        endMs: session.nowMs,
        reason: 'reconnect',
      })
    this.#changed()
    return {
      write: (samples) => leg.connected && leg.hearing.write(samples),
      gap: (samples) => leg.connected && leg.hearing.gap(samples),
      flush: () => leg.hearing.flush(),
      callerNumber: (number) => {
        if (call.numberKnown) return
        call.numberKnown = true
        this.#options.onCallerNumber(session, number)
      },
      end: (reason) => leg.connected && this.#leave(call, role, leg, reason),
      onClose: (close) => {
        leg.close = close
      },
    }
  }

  #leave(call: Call, role: LegRole, leg: Leg, reason: LegEnd): void {
    leg.connected = false
    call.session.append({ kind: 'leg.left', role, reason })
    const drained = leg.hearing.end().finally(() => call.draining.delete(drained))
    call.draining.add(drained)
    this.#changed()
    if (this.#closing || [...call.legs.values()].some((other) => other.connected)) return
    call.cancelEnd = this.#options.clock.after(this.#options.resumeMs, () => void this.#end(call))
  }

  async #end(call: Call): Promise<void> {
    call.cancelEnd = null
    this.#byPbxCall.delete(call.pbxCall)
    await Promise.all(call.draining)
    call.session.append({ kind: 'call.ended', reason: 'left' })
    this.#byId.delete(call.session.callId)
    this.#changed()
  }

  #tick(): void {
    for (const call of this.#byId.values()) {
      call.session.append({ kind: 'clock.tick' })
      for (const [role, leg] of call.legs) this.#checkIdle(call, role, leg)
    }
  }

  #checkIdle(call: Call, role: LegRole, leg: Leg): void {
    const silentMs = leg.connected ? leg.hearing.silentForMs : null
    if (silentMs !== null && silentMs >= IDLE_CLOSE_MS) {
      leg.close('idle')
      this.#leave(call, role, leg, 'idle')
    } else if (silentMs !== null && silentMs >= IDLE_WARN_MS && !leg.warned) {
      leg.warned = true
      call.session.append({ kind: 'system.degraded', part: 'audio', reason: 'no-frames', role })
    } else if (silentMs !== null && silentMs < IDLE_WARN_MS && leg.warned) {
      leg.warned = false
      call.session.append({ kind: 'system.recovered', part: 'audio', role })
    }
  }

  #connectedLegs(): Leg[] {
    return [...this.#byId.values()].flatMap((call) => [...call.legs.values()].filter((leg) => leg.connected))
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

function isAlive(leg: Leg): boolean {
  return leg.hearing.silentForMs !== null && leg.hearing.silentForMs < ALIVE_MS
}
