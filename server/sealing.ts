import { z } from 'zod'
import type { Clock } from './audio/clock.ts'
import { SegmentId } from './call/events/position.ts'
import { Person, type SealedItem, SealPurpose } from './call/events/seal-events.ts'
import type { LateEvents } from './late-events.ts'
import type { Originals } from './redaction/originals.ts'
import type { Seals } from './store/seals.ts'
import type { Logger } from './telemetry/log.ts'
import type { Metrics } from './telemetry/metrics.ts'

const HOUR_MS = 3_600_000

/** One redaction of a segment of a live call, counted from 0 in the order of the text. */
export const SealRequest = z.strictObject({
  segmentId: SegmentId,
  redaction: z.int().nonnegative(),
  purpose: SealPurpose,
})
export type SealRequest = z.infer<typeof SealRequest>

/** Who wants to read what was sealed, and why. */
export const OpenRequest = z.strictObject({ person: Person, reason: z.string().trim().min(1).max(500) })
export type OpenRequest = z.infer<typeof OpenRequest>

export interface SealingOptions {
  readonly originals: Originals
  readonly seals: Seals
  readonly events: LateEvents
  readonly clock: Clock
  readonly log: Logger
  readonly metrics: Metrics
  readonly hours: number
}

/**
 * Numbers and places that outlive their call's words for a while: the responder seals one during the call, one person
 * with a reason opens it, and everybody is told.
 */
export class Sealing {
  readonly #options: SealingOptions
  readonly #stopTimer: () => void
  #sweep: Promise<void> = Promise.resolve()

  constructor(options: SealingOptions) {
    this.#options = options
    this.#stopTimer = options.clock.every(HOUR_MS, () => void this.destroyExpired())
  }

  /** Rejects with `NotSealable`, `NotInLog` and `StoreUnreachable`. */
  async seal(callId: string, { segmentId, redaction, purpose }: SealRequest) {
    const { originals, seals, events, clock, metrics, hours } = this.#options
    const { item, words } = originals.find(callId, segmentId, redaction)
    const madeAt = clock.date()
    const expiresAt = new Date(madeAt.getTime() + hours * HOUR_MS)
    const sealId = await seals.make({ callId, item, purpose, madeAt, expiresAt }, words)
    const made = { sealId, item, purpose, expiresAt: expiresAt.toISOString() }
    events.append(callId, { kind: 'seal.made', segmentId, ...made, by: 'responder' })
    metrics.seals.inc({ what: 'made', purpose })
    return made
  }

  /** Rejects with `SealGone` and `StoreUnreachable`. */
  async open(
    sealId: string,
    { person, reason }: OpenRequest,
  ): Promise<{ item: SealedItem; purpose: SealPurpose; words: string }> {
    const { seals, events, clock, log, metrics } = this.#options
    const { callId, item, purpose, words } = await seals.open(sealId, person, clock.date())
    log.warn({ callId, sealId, item, purpose }, 'a seal was opened')
    metrics.seals.inc({ what: 'opened', purpose })
    events.append(callId, { kind: 'seal.opened', sealId, item, purpose, by: person, text: reason })
    return { item, purpose, words }
  }

  /** Never rejects: what cannot be destroyed now is tried again in an hour, and cannot be opened meanwhile. */
  destroyExpired(): Promise<void> {
    const { seals, clock, log } = this.#options
    this.#sweep = this.#sweep.then(async () => {
      try {
        const destroyed = await seals.destroyExpired(clock.date())
        if (destroyed > 0) log.info({ destroyed }, 'seals expired')
      } catch (error) {
        log.error({ err: error }, 'seals that expired could not be destroyed')
      }
    })
    return this.#sweep
  }

  async close(): Promise<void> {
    this.#stopTimer()
    await this.#sweep
  }
}
