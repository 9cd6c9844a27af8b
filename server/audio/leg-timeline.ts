import type { Clock } from './clock.ts'
import type { LegBuffer } from './leg-buffer.ts'

/** Audio may arrive this late before it counts as lost (ms). */
const TOLERANCE_MS = 200
/** After a stall, arrivals are held this long to see whether the missing audio was only late (ms). */
const SETTLE_MS = 100

export interface LegTimelineOptions {
  readonly clock: Clock
  readonly buffer: LegBuffer
  readonly sampleRate: number
  /** Milliseconds of audio that arrived before now and are written first. */
  readonly heldMs: number
  /** Audio `[from, to)`, in samples, never came; silence was written in its place. */
  readonly onGap: (from: number, to: number) => void
}

/**
 * Puts arriving audio at its place in time. A fork has no timestamps: its only clock is arrival plus byte count,
 * so audio that is missing shows as samples that fall behind the clock. A stalled connection that then delivers
 * everything at once has lost nothing; one that goes on where it was has a gap. Audio ahead of the clock (a
 * replay faster than life) is taken as it comes.
 */
export class LegTimeline {
  readonly #options: LegTimelineOptions
  readonly #originMs: number
  #held: Int16Array[] = []
  #cancelSettle: (() => void) | null = null
  #lastArrivalMs: number

  constructor(options: LegTimelineOptions) {
    this.#options = options
    this.#lastArrivalMs = options.clock.now()
    this.#originMs = this.#lastArrivalMs - options.heldMs
  }

  /** Milliseconds since audio last arrived. */
  get silentForMs(): number {
    return this.#options.clock.now() - this.#lastArrivalMs
  }

  write(samples: Int16Array): void {
    const { clock, buffer } = this.#options
    this.#lastArrivalMs = clock.now()
    if (this.#cancelSettle) {
      this.#held.push(samples.slice())
      return
    }
    if (this.#missing(samples.length) > this.#samples(TOLERANCE_MS)) {
      this.#held.push(samples.slice())
      this.#cancelSettle = clock.after(SETTLE_MS, () => this.#settle())
      return
    }
    buffer.write(samples)
  }

  /** Audio that the protocol knows to be lost, or that a reconnect left out. */
  gap(samples: number): void {
    this.settleNow()
    const from = this.#options.buffer.written
    this.#options.buffer.skip(samples)
    this.#options.onGap(from, from + samples)
  }

  /** Decides at once about audio that is being held. */
  settleNow(): void {
    if (this.#cancelSettle) this.#settle()
  }

  #settle(): void {
    this.#cancelSettle?.()
    this.#cancelSettle = null
    const held = this.#held
    this.#held = []
    const missing = this.#missing(held.reduce((sum, part) => sum + part.length, 0))
    if (missing > this.#samples(TOLERANCE_MS)) this.gap(missing)
    for (const part of held) this.#options.buffer.write(part)
  }

  /** Samples that should be here by now, besides those written and `arriving`. */
  #missing(arriving: number): number {
    const elapsed = this.#samples(this.#options.clock.now() - this.#originMs)
    return elapsed - this.#options.buffer.written - arriving
  }

  #samples(ms: number): number {
    return Math.round((ms * this.#options.sampleRate) / 1000)
  }
}
