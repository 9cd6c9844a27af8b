import { createHistogram } from 'node:perf_hooks'
import type { Clock } from '../server/audio/clock.ts'
import type { Attachment } from './faults.ts'
import { FRAME_MS } from './fork-peer.ts'

const TICK_MS = 5
/** Steps of this part of a frame fill the 20 ms evenly, however many streams there will be. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2

/** Where paced frames go. */
export interface PacedStream {
  send(frame: number): void
  /** Asked only at full speed: the socket wants a rest. */
  congested(): boolean
  /** The stretch is over. */
  done(): void
}

interface Playing {
  readonly attachment: Attachment
  readonly stream: PacedStream
  readonly startedAt: number
  next: number
}

/**
 * Sends frames when they are due, for all calls on one timer. What is due is read from the clock and never
 * counted in ticks, so a late timer makes a frame late and the rate stays true for hours. Streams begin spread
 * over the 20 ms of a frame, as calls that know nothing of each other do.
 */
export class Pacer {
  readonly clock: Clock
  readonly #speed: number
  readonly #playing = new Set<Playing>()
  #stopTicking: (() => void) | null = null
  #streams = 0
  readonly #latenessUs = createHistogram()

  /** `speed`: 1 is real time, 0 as fast as the sockets take it. */
  constructor(clock: Clock, speed = 1) {
    this.clock = clock
    this.#speed = speed
  }

  /** How long after their time frames left, in milliseconds: much above the tick says that this machine is too busy. */
  get lateness(): { readonly p99Ms: number; readonly worstMs: number } {
    if (this.#latenessUs.count === 0) return { p99Ms: 0, worstMs: 0 }
    return { p99Ms: this.#latenessUs.percentile(99) / 1000, worstMs: this.#latenessUs.max / 1000 }
  }

  /** Milliseconds that `callMs` of a call take. */
  realMs(callMs: number): number {
    return this.#speed === 0 ? 0 : callMs / this.#speed
  }

  /** Plays a stretch from its start. Returns a function that stops it without `done`. */
  play(attachment: Attachment, stream: PacedStream): () => void {
    const now = this.clock.now()
    const phase = ((this.#streams++ * GOLDEN_RATIO) % 1) * FRAME_MS
    const playing = {
      attachment,
      stream,
      startedAt: now + ((phase - (now % FRAME_MS) + FRAME_MS) % FRAME_MS),
      next: 0,
    }
    this.#playing.add(playing)
    this.#stopTicking ??= this.clock.every(TICK_MS, () => this.#tick())
    return () => this.#remove(playing)
  }

  #remove(playing: Playing): void {
    this.#playing.delete(playing)
    if (this.#playing.size > 0) return
    this.#stopTicking?.()
    this.#stopTicking = null
  }

  #tick(): void {
    for (const playing of this.#playing) this.#sendDue(playing)
  }

  #sendDue(playing: Playing): void {
    const { attachment, stream, startedAt } = playing
    const { frames, startMs, endMs } = attachment
    const fullSpeed = this.#speed === 0
    const elapsed = this.clock.now() - startedAt
    const reached = fullSpeed ? Infinity : startMs + elapsed * this.#speed
    for (let due = frames[playing.next]; due && due.at <= reached; due = frames[++playing.next]) {
      if (fullSpeed) {
        if (stream.congested()) return
      } else {
        this.#latenessUs.record(1 + Math.round((elapsed - this.realMs(due.at - startMs)) * 1000))
      }
      stream.send(due.frame)
    }
    if (playing.next < frames.length || reached < endMs) return
    this.#remove(playing)
    stream.done()
  }
}
