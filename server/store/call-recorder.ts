import type { Clock } from '../audio/clock.ts'
import { type CallEvent, isStored, type LoggedEvent } from '../call/call-event.ts'
import type { CallSession, Subscriber } from '../call/call-session.ts'
import { mayTranscribe } from '../call/call-state.ts'
import { isSpoken } from '../call/words.ts'
import type { Redacted } from '../redaction/redacted.ts'
import type { CallLog } from './call-log.ts'
import { StoreUnreachable } from './store-unreachable.ts'

/** Makes what is written of one call fit for the store; keeps order, and may let words wait for what follows them. */
export interface CallDoor {
  pass(event: LoggedEvent): Promise<Redacted<LoggedEvent>>
  /** Lets go of everything that waits. */
  flush(): void
}

/** The door of a call; `onCorrected` is told events that were let through and have to be written anew. */
export type OpenDoor = (onCorrected: (corrected: readonly Redacted<LoggedEvent>[]) => void) => CallDoor

export interface CallRecorderOptions {
  readonly log: CallLog
  readonly clock: Clock
  /** Events of a call were acknowledged. */
  readonly onStored: (callId: string, seqs: readonly number[]) => void
  /** The store cannot be reached, or `lost` events were given up. */
  readonly onTrouble: (lost: number) => void
  readonly onRecovered: () => void
}

/** The first and the longest wait before an append is tried again (ms). */
const RETRY_FIRST_MS = 200
const RETRY_LONGEST_MS = 5000
/** Events of one call that wait for a store that is away, about an hour of talk. */
const MOST_WAITING = 5000
/** How many of the oldest are given up, and counted, when there are more. */
const GIVEN_UP_AT_ONCE = 500

/**
 * Writes live calls to the log: every event that belongs on disk goes through the door and is appended, in order,
 * and is tried again until it was acknowledged. Words spoken before the notice, and words not yet written when
 * transcription was stopped, are discarded. Words that turn out to be personal after they were written are written
 * anew, and the call's log says so.
 */
export class CallRecorder {
  readonly #options: CallRecorderOptions
  readonly #running = new Set<Promise<void>>()
  readonly #doors = new Set<CallDoor>()
  readonly #callerOf = new WeakMap<CallSession, (hashes: readonly Uint8Array[]) => void>()
  #troubled = false
  #closing = false

  constructor(options: CallRecorderOptions) {
    this.#options = options
  }

  /** Follows a call. `refHash` begins it in the log; null where the log has it already. */
  follow(session: CallSession, openDoor: OpenDoor, refHash: Uint8Array | null): Subscriber {
    const { log, onStored } = this.#options
    const { callId, startedAt } = session
    /** What came through the door and is not acknowledged yet, in order. */
    let waiting: Redacted<LoggedEvent>[] = []
    let toRewrite: Redacted<LoggedEvent>[] = []
    /** Of the caller's number, where it is known and not told to the store yet. */
    let callerHashes: readonly Uint8Array[] | null = null
    let begun = refHash === null
    let running = false
    /** Words with this number or a lower one were discarded when transcription was stopped. */
    let discardedTo = 0
    const isWanted = ({ seq, event }: LoggedEvent) => seq > discardedTo || !isSpoken(event)

    const begin = async () => {
      if (refHash && !begun) await log.open({ callId, refHash, startedAt })
      begun = true
    }
    const append = async (batch: readonly Redacted<LoggedEvent>[]) => {
      await begin()
      await log.append(callId, batch, isWanted)
      onStored(
        callId,
        batch.filter(isWanted).map(({ seq }) => seq),
      )
    }
    const tellHistory = async (hashes: readonly Uint8Array[]) => {
      let callsThisWeek: number | null = null
      await this.#persist(0, async () => {
        await begin()
        callsThisWeek = await log.noteCaller(callId, hashes)
      })
      if (callsThisWeek !== null && session.state.ended === null)
        session.append({ kind: 'caller.history', callsThisWeek })
    }
    const drain = async () => {
      while (waiting.length + toRewrite.length > 0 || callerHashes) {
        if (callerHashes) await tellHistory(callerHashes)
        callerHashes = null
        const [batch, corrected] = [waiting, toRewrite]
        waiting = []
        toRewrite = []
        if (batch.length > 0) await this.#persist(batch.length, () => append(batch))
        const written = corrected.filter(isWanted)
        if (written.length > 0) await this.#persist(0, () => log.rewrite(callId, written))
      }
      running = false
    }
    const wake = () => {
      if (running) return
      running = true
      this.#track(drain())
    }

    this.#callerOf.set(session, (hashes) => {
      callerHashes = hashes
      wake()
    })
    const door = openDoor((corrected) => {
      const anew = new Map(corrected.map((logged) => [logged.seq, logged]))
      const isWaiting = ({ seq }: LoggedEvent) => waiting.some((each) => each.seq === seq)
      toRewrite.push(...corrected.filter((logged) => !isWaiting(logged)))
      waiting = waiting.map((logged) => anew.get(logged.seq) ?? logged)
      const segmentIds = corrected.flatMap(({ event }) => ('segmentId' in event ? event.segmentId : []))
      // None of what was said, only a typed reason.
      if (segmentIds.length > 0)
        session.append({ kind: 'redaction.corrected', segmentIds, by: 'later-words' })
      wake()
    })
    this.#doors.add(door)

    return (logged, state) => {
      const { event, seq } = logged
      if (!isStored(event) || (isSpoken(event) && !mayTranscribe(state))) return
      if (event.kind === 'consent.changed' && !event.granted) {
        discardedTo = seq
        waiting = waiting.filter(isWanted)
      }
      const passed = door.pass(logged).then((redacted) => {
        if (isWanted(redacted)) waiting.push(redacted)
        if (waiting.length > MOST_WAITING) {
          const given = waiting.filter(({ event }) => isExpendable(event)).slice(0, GIVEN_UP_AT_ONCE)
          waiting = waiting.filter((each) => !given.includes(each))
          this.#options.onTrouble(given.length)
        }
        wake()
      })
      this.#track(passed)
      if (event.kind === 'call.ended') this.#doors.delete(door)
    }
  }

  /**
   * Stores the caller of a call that is followed, known by the keyed hashes of the number, and lets the call know
   * how often that number called.
   */
  noteCaller(session: CallSession, hashes: readonly Uint8Array[]): void {
    this.#callerOf.get(session)?.(hashes)
  }

  /** Resolves when everything told so far is acknowledged. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** As `settled`, but nothing waits any longer for words to follow, and a store that is away is given up at once. */
  async close(): Promise<void> {
    this.#closing = true
    for (const door of this.#doors) door.flush()
    await this.settled()
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#running.delete(tracked))
    this.#running.add(tracked)
  }

  /** Tries until it is done. Gives up where trying again would not help, or the service is closing. */
  async #persist(count: number, write: () => Promise<void>): Promise<void> {
    for (let waitMs = RETRY_FIRST_MS; ; waitMs = Math.min(2 * waitMs, RETRY_LONGEST_MS)) {
      try {
        await write()
        if (this.#troubled) this.#options.onRecovered()
        this.#troubled = false
        return
      } catch (error) {
        const givenUp = this.#closing || !(error instanceof StoreUnreachable)
        if (!this.#troubled || givenUp) this.#options.onTrouble(givenUp ? count : 0)
        this.#troubled = true
        if (givenUp) return
        await new Promise<void>((resume) => this.#options.clock.after(waitMs, resume))
      }
    }
  }
}

/** Without the others a log cannot be read again. */
function isExpendable({ kind }: CallEvent): boolean {
  return (
    kind.startsWith('speech.') ||
    kind.startsWith('transcript.') ||
    kind === 'prosody' ||
    kind === 'sound.heard'
  )
}
