import type { Clock } from './audio/clock.ts'
import type { CallEvent, Unwritten } from './call/call-event.ts'
import type { CallRegistry } from './call/call-registry.ts'
import type { Door } from './redaction/door.ts'
import type { CallLog } from './store/call-log.ts'
import { StoreUnreachable } from './store/store-unreachable.ts'
import type { UnfinishedCalls } from './store/unfinished-calls.ts'

const RETRY_MS = 1000
/** A call whose last events are still being written is over in the log by then. */
const MOST_TRIES = 600

export interface LateEventsOptions {
  readonly calls: Pick<CallRegistry, 'session'>
  readonly unfinished: Pick<UnfinishedCalls, 'nextPlace'>
  readonly log: CallLog
  readonly door: Door
  readonly clock: Clock
  /** An event could not be written, and will not be. */
  readonly onLost: (callId: string, error: unknown) => void
}

/** Writes events to the log of a call that may be over, or that nobody took up yet after a restart. */
export class LateEvents {
  readonly #options: LateEventsOptions
  /** One at a time, so that no two take the same number. */
  #last: Promise<void> = Promise.resolve()
  #closing = false
  #wake = () => {}

  constructor(options: LateEventsOptions) {
    this.#options = options
  }

  /** Goes on in the background, also while the store is away. A live call tells it to its pages at once. */
  append(callId: string, event: Unwritten): void {
    const session = this.#options.calls.session(callId)
    if (session) session.append(event)
    else
      this.#last = this.#last
        .then(() => this.#write(callId, event))
        .catch((error) => this.#options.onLost(callId, error))
  }

  /** Resolves when everything appended so far is acknowledged. */
  async settled(): Promise<void> {
    await this.#last
  }

  /** As `settled`, but a store that is away is given up. */
  async close(): Promise<void> {
    this.#closing = true
    this.#wake()
    await this.#last
  }

  async #write(callId: string, unwritten: Unwritten): Promise<void> {
    const { unfinished, log, door } = this.#options
    const reserved = unfinished.nextPlace(callId)
    for (let tries = 1; ; tries++) {
      try {
        const events = await log.read(callId)
        const last = events.at(-1)
        const isOver = events.some(({ event }) => event.kind === 'call.ended')
        const place = reserved ?? (isOver && last ? { seq: last.seq + 1, atMs: last.event.atMs } : null)
        if (place) {
          const event = { ...unwritten, atMs: place.atMs } as CallEvent
          const redaction = door.forCall(events)
          const passed = redaction.pass({ seq: place.seq, event })
          redaction.flush()
          return await log.append(callId, [await passed])
        }
      } catch (error) {
        if (!(error instanceof StoreUnreachable)) throw error
      }
      if (tries === MOST_TRIES || this.#closing) throw new Error('the call did not end, or the store is away')
      await this.#pause()
    }
  }

  #pause(): Promise<void> {
    return new Promise((resume) => {
      const cancel = this.#options.clock.after(RETRY_MS, resume)
      this.#wake = () => {
        cancel()
        resume()
      }
    })
  }
}
