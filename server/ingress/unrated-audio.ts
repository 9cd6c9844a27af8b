import type { Clock } from '../audio/clock.ts'

/** Milliseconds of arrivals that a rate is measured over. */
const MEASURED_MS = 1000
/** Below this a measurement says nothing. */
const LEAST_MEASURED_MS = 200
/** What a PBX saved up while it was connecting arrives at once; it is no measure of the rate. */
const BURST_MS = 100

/**
 * Audio whose rate nobody has said, kept until its own pace tells: bytes a second over the first second. Only
 * audio that arrives in real time can be measured, so whoever plays faster must say the rate.
 */
export class UnratedAudio {
  readonly #clock: Clock
  readonly #maxBytes: number
  readonly #longestFrameMs: number
  readonly #held: Buffer[] = []
  #heldBytes = 0
  #firstAt: number | undefined
  #lastAt = 0
  #measuredMs = 0
  #measuredBytes = 0

  /** A pause longer than `longestFrameMs` counts as no more than that: a PBX may send nothing in silence. */
  constructor(clock: Clock, limits: { readonly maxBytes: number; readonly longestFrameMs: number }) {
    this.#clock = clock
    this.#maxBytes = limits.maxBytes
    this.#longestFrameMs = limits.longestFrameMs
  }

  /** Keeps a copy and measures; false when there is no room left. */
  hold(bytes: Uint8Array): boolean {
    this.#heldBytes += bytes.length
    if (this.#heldBytes > this.#maxBytes) return false
    this.#held.push(Buffer.from(bytes))
    const now = this.#clock.now()
    this.#firstAt ??= now
    if (now - this.#firstAt >= BURST_MS) {
      this.#measuredMs += Math.min(now - this.#lastAt, this.#longestFrameMs)
      this.#measuredBytes += bytes.length
    }
    this.#lastAt = now
    return true
  }

  /** True when a whole second was measured. */
  get isMeasured(): boolean {
    return this.#measuredMs >= MEASURED_MS
  }

  /** Undefined until there is enough to tell. */
  get bytesPerSecond(): number | undefined {
    return this.#measuredMs < LEAST_MEASURED_MS ? undefined : (this.#measuredBytes * 1000) / this.#measuredMs
  }

  /** Milliseconds since the first of it arrived; 0 where there is none. */
  get heldForMs(): number {
    return this.#firstAt === undefined ? 0 : this.#clock.now() - this.#firstAt
  }

  get isEmpty(): boolean {
    return this.#heldBytes === 0
  }

  /** Gives out everything kept, in order, and keeps it no longer. */
  release(write: (bytes: Buffer) => void): void {
    for (const bytes of this.#held.splice(0)) write(bytes)
    this.#heldBytes = 0
  }
}

/** The candidate that a measured figure is near to, by a factor of less than √2 either way; undefined if none. */
export function nearest<Candidate extends number>(
  measured: number,
  candidates: readonly Candidate[],
): Candidate | undefined {
  return candidates.find(
    (candidate) => measured > candidate / Math.SQRT2 && measured < candidate * Math.SQRT2,
  )
}
