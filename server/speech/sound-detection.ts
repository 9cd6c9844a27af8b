import type { SoundLike } from '../call/events/speech-events.ts'
import { likenessOf, type WindowMeasure } from './sound-likeness.ts'

/** A stretch of sound that was not taken for speech; positions are samples of the leg, the level is dBFS. */
export interface Sound {
  readonly from: number
  readonly to: number
  readonly loudnessDb: number
  /** Null where nobody can tell. */
  readonly like: SoundLike | null
}

/** Sound stands this far above the line's own noise (dB). */
const ABOVE_NOISE_DB = 12
/** Nothing below this level is told apart from an open line (dBFS). */
const AUDIBLE_DB = -55
/** The noise floor follows a steadily louder line upwards this fast (dB a second), and a quieter one at once. */
const FLOOR_RISE_DB_PER_S = 3
/** A sound ends after this much quiet, so that taps in a row are one sound (ms). */
const HANG_MS = 1000
/** A sound that goes on is told again this often (ms). */
const REPEAT_MS = 5000
/** What a sound is like is judged by its last windows, so many (half a minute). */
const JUDGED_WINDOWS = 1000

/**
 * Finds sound without speech on one leg: crying, breathing, tapping on the handset, whispering, music. Plain
 * level above a tracked noise floor, because a false "somebody is there" costs a glance and a false silence may
 * end a call. A steady hum or hiss becomes the floor within some seconds.
 */
export class SoundDetection {
  readonly #size: number
  readonly #rate: number
  #floorDb = -70
  #sound: OpenSound | null = null

  constructor(windowSamples: number, sampleRate: number) {
    this.#size = windowSamples
    this.#rate = sampleRate
  }

  /**
   * The window at sample `at` with its level; `speech` where voice activity has a segment open. `measure` is asked where
   * the window is part of a sound.
   */
  push(at: number, db: number, speech: boolean, measure: () => WindowMeasure): Sound | null {
    const loud = !speech && db > AUDIBLE_DB && db > this.#floorDb + ABOVE_NOISE_DB
    this.#floorDb = Math.min(db, this.#floorDb + (FLOOR_RISE_DB_PER_S * this.#size) / this.#rate)
    this.#floorDb = Math.max(this.#floorDb, -90)
    const end = at + this.#size
    if (speech) return this.flush()
    if (loud) {
      this.#sound ??= { from: at, to: end, peakDb: db, toldTo: at, windows: [] }
      this.#sound.windows.push(measure())
      if (this.#sound.windows.length > JUDGED_WINDOWS) this.#sound.windows.shift()
      this.#sound.to = end
      this.#sound.peakDb = Math.max(this.#sound.peakDb, db)
      if (end - this.#sound.toldTo < (REPEAT_MS * this.#rate) / 1000) return null
      this.#sound.toldTo = end
      return told(this.#sound)
    }
    this.#sound?.windows.push(null)
    if (this.#sound && end - this.#sound.to >= (HANG_MS * this.#rate) / 1000) return this.flush()
    return null
  }

  /** Ends an open sound. */
  flush(): Sound | null {
    const sound = this.#sound
    this.#sound = null
    return sound && sound.toldTo < sound.to ? told(sound) : null
  }
}

interface OpenSound {
  readonly from: number
  to: number
  peakDb: number
  toldTo: number
  /** What it measures; null where it is quiet for a moment. */
  readonly windows: (WindowMeasure | null)[]
}

function told({ from, to, peakDb, windows }: OpenSound): Sound {
  return { from, to, loudnessDb: Math.round(peakDb * 10) / 10, like: likenessOf(windows) }
}
