/** Seconds of a leg that stay readable: the longest segment twice, for a recogniser that lags behind. */
const SECONDS = 24
const HEADER_BYTES = 8

/**
 * The last seconds of one leg as 16-bit samples, in memory shared with the speech worker: audio is written once
 * and never copied between threads. One thread writes; any thread may read. Positions count samples from the
 * leg's beginning and never wrap (37 hours at 16 kHz).
 */
export class LegBuffer {
  readonly shared: SharedArrayBuffer
  readonly #written: Int32Array
  readonly #ring: Int16Array

  private constructor(shared: SharedArrayBuffer) {
    this.shared = shared
    this.#written = new Int32Array(shared, 0, 1)
    this.#ring = new Int16Array(shared, HEADER_BYTES)
  }

  static create(sampleRate: number): LegBuffer {
    return new LegBuffer(new SharedArrayBuffer(HEADER_BYTES + sampleRate * SECONDS * 2))
  }

  /** The same buffer, seen from another thread. */
  static of(shared: SharedArrayBuffer): LegBuffer {
    return new LegBuffer(shared)
  }

  /** Samples written so far; the position of the next one. */
  get written(): number {
    return Atomics.load(this.#written, 0)
  }

  /** The oldest position that can still be read. */
  get oldest(): number {
    return Math.max(0, this.written - this.#ring.length)
  }

  write(samples: Int16Array): void {
    const size = this.#ring.length
    const kept = samples.length > size ? samples.subarray(samples.length - size) : samples
    const end = this.written + samples.length
    const at = (end - kept.length) % size
    const head = kept.subarray(0, size - at)
    this.#ring.set(head, at)
    this.#ring.set(kept.subarray(head.length), 0)
    Atomics.store(this.#written, 0, end)
  }

  /** Writes `count` samples of digital silence: the place of audio that never came. */
  skip(count: number): void {
    const size = this.#ring.length
    const end = this.written + count
    const zeros = Math.min(count, size)
    const at = (end - zeros) % size
    this.#ring.fill(0, at, Math.min(size, at + zeros))
    this.#ring.fill(0, 0, Math.max(0, at + zeros - size))
    Atomics.store(this.#written, 0, end)
  }

  /**
   * Copies the samples `[from, from + into.length)` into `into`. False if some of them were overwritten, also
   * while they were being copied, or are not there yet.
   */
  read(from: number, into: Int16Array): boolean {
    if (from < this.oldest || from + into.length > this.written) return false
    const at = from % this.#ring.length
    const head = this.#ring.subarray(at, at + into.length)
    into.set(head)
    into.set(this.#ring.subarray(0, into.length - head.length), head.length)
    return from >= this.oldest
  }
}
