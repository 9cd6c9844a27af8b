import type { Clock } from '../audio/clock.ts'
import type { LegAnnouncement } from '../audio/leg.ts'
import { LegBuffer } from '../audio/leg-buffer.ts'
import { LegTimeline } from '../audio/leg-timeline.ts'
import type { CallSession } from '../call/call-session.ts'
import { mayRecognize } from '../call/call-state.ts'
import { LegListener, type Lost } from './leg-listener.ts'
import type { Recognizer } from './recognizer.ts'
import type { VoiceActivity } from './voice-activity.ts'

/** A leg that sends nothing for this long has paused: what was said so far is a segment (ms). */
const PAUSE_MS = 700

/** What every leg of the service listens with. */
export interface Ears {
  readonly clock: Clock
  readonly voiceActivity: VoiceActivity
  readonly recognizer: Recognizer
  readonly onLost: (what: Lost) => void
}

interface LegAudio {
  readonly buffer: LegBuffer
  readonly timeline: LegTimeline
  readonly listener: LegListener
  /** Call time of the first sample. */
  readonly originMs: number
}

/**
 * One connection of one leg: its buffer, its place in time, its listener. Nothing is allocated before the first
 * sample, so that a connection that never sends any costs nothing.
 */
export class HeardLeg {
  readonly #ears: Ears
  readonly #session: CallSession
  readonly #leg: LegAnnouncement
  #audio: LegAudio | null = null
  #paused = false

  constructor(ears: Ears, session: CallSession, leg: LegAnnouncement) {
    this.#ears = ears
    this.#session = session
    this.#leg = leg
  }

  /** Milliseconds since audio last arrived, or null where none ever did. */
  get silentForMs(): number | null {
    return this.#audio?.timeline.silentForMs ?? null
  }

  /** Call time up to which audio was heard, or null where none was. */
  get heardToMs(): number | null {
    const audio = this.#audio
    return audio && heardTo(audio, this.#leg.sampleRate)
  }

  write(samples: Int16Array): void {
    this.#paused = false
    this.#audio ??= this.#begin()
    this.#audio.timeline.write(samples)
    this.#session.heard(heardTo(this.#audio, this.#leg.sampleRate))
  }

  gap(samples: number): void {
    this.#audio ??= this.#begin()
    this.#audio.timeline.gap(samples)
  }

  flush(): void {
    this.#audio?.timeline.settleNow()
    this.#audio?.listener.flush()
  }

  /** Closes the open segment of a leg that stopped sending without a word (hold, pause, a silent phone). */
  checkPause(): void {
    if (this.#paused || (this.silentForMs ?? 0) < PAUSE_MS) return
    this.#paused = true
    this.flush()
  }

  /** Gives up every word that is not final yet (停止转写). */
  discard(): void {
    this.#audio?.listener.discard()
  }

  /** The connection is over. Resolves when the leg's last words are appended. */
  async end(): Promise<void> {
    this.#audio?.timeline.settleNow()
    await this.#audio?.listener.end()
  }

  #begin(): LegAudio {
    const { clock, voiceActivity, recognizer, onLost } = this.#ears
    const { role, sampleRate: rate, heldMs } = this.#leg
    const session = this.#session
    const originMs = Math.max(0, session.nowMs - heldMs)
    const buffer = LegBuffer.create(rate)
    const ms = (sample: number) => Math.round(originMs + (sample * 1000) / rate)
    return {
      buffer,
      originMs,
      timeline: new LegTimeline({
        clock,
        buffer,
        sampleRate: rate,
        heldMs,
        onGap: (from, to) => {
          onLost('audio-not-arrived')
          session.append({ kind: 'leg.gap', role, startMs: ms(from), endMs: ms(to), reason: 'loss' })
        },
      }),
      listener: new LegListener({
        role,
        rate,
        buffer,
        originMs,
        voiceActivity,
        recognizer,
        mayRecognize: () => mayRecognize(session.state, role),
        nextSegment: () => session.nextSegment(),
        append: (event) => session.append(event),
        onLost,
      }),
    }
  }
}

function heardTo({ originMs, buffer }: LegAudio, rate: number): number {
  return Math.round(originMs + (buffer.written * 1000) / rate)
}
