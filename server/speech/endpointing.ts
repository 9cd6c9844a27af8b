/** How segments are cut, in milliseconds. */
export interface EndpointingOptions {
  /** Silence that ends a segment. */
  readonly silenceMs: number
  /** The longest segment; a longer one is cut at its quietest point. */
  readonly maxMs: number
}

/** What one window of voice activity changed. Positions are samples of the leg. */
export type SpeechChange =
  | { readonly kind: 'started'; readonly from: number }
  | {
      readonly kind: 'ended'
      readonly from: number
      readonly to: number
      /** Where the last voiced window ended: the endpoint is `to` or earlier plus the silence that followed. */
      readonly voicedTo: number
      readonly voicedMs: number
      /** Mean level of the voiced windows, dBFS. */
      readonly loudnessDb: number
    }

const START = 0.5
const GO_ON = 0.35
/** Speech begins with this many voiced windows in a row, so that a click opens no segment. */
const START_WINDOWS = 3
const PRE_ROLL_MS = 300
const POST_ROLL_MS = 200
/** A segment that grew too long is cut within its last four seconds. */
const CUT_WITHIN_MS = 4000

interface Window {
  readonly at: number
  readonly probability: number
  readonly db: number
}

/**
 * Turns the voice probabilities of one leg into segments. Fed window by window; pure apart from its own state,
 * so that the same audio always gives the same segments, however fast it is played.
 */
export class Endpointing {
  readonly #size: number
  readonly #rate: number
  readonly #options: EndpointingOptions
  /** Where the segment before ended: a pre-roll never reaches back over it. */
  #floor = 0
  #rising = 0
  #from: number | null = null
  #windows: Window[] = []
  #silent = 0

  constructor(windowSamples: number, sampleRate: number, options: EndpointingOptions) {
    this.#size = windowSamples
    this.#rate = sampleRate
    this.#options = options
  }

  /** Whether a segment is open. */
  get inSpeech(): boolean {
    return this.#from !== null
  }

  /** The window that begins at sample `at`, its voice probability and its level in dBFS. */
  push(at: number, probability: number, db: number): SpeechChange[] {
    const window = { at, probability, db }
    return this.#from === null ? this.#listen(window) : this.#follow(this.#from, window)
  }

  /** The leg pauses or ends at sample `at`: an open segment ends with it. */
  flush(at: number): SpeechChange[] {
    return this.#from === null ? [] : [this.#end(this.#from, at)]
  }

  /** Samples before `at` are gone: nothing may reach back to them. */
  restart(at: number): void {
    this.#floor = at
    this.#rising = 0
    this.#from = null
    this.#windows = []
    this.#silent = 0
  }

  #listen(window: Window): SpeechChange[] {
    this.#rising = window.probability >= START ? this.#rising + 1 : 0
    this.#windows = this.#rising === 0 ? [] : [...this.#windows, window]
    if (this.#rising < START_WINDOWS) return []
    const voicedFrom = window.at - (START_WINDOWS - 1) * this.#size
    this.#from = Math.max(this.#floor, voicedFrom - this.#samples(PRE_ROLL_MS))
    this.#rising = 0
    this.#silent = 0
    return [{ kind: 'started', from: this.#from }]
  }

  #follow(from: number, window: Window): SpeechChange[] {
    this.#windows.push(window)
    this.#silent = window.probability >= GO_ON ? 0 : this.#silent + this.#size
    const end = window.at + this.#size
    if (this.#silent >= this.#samples(this.#options.silenceMs)) return [this.#end(from, end)]
    if (end - from < this.#samples(this.#options.maxMs)) return []
    const cut = this.#quietest(end)
    const rest = this.#windows.filter((w) => w.at >= cut)
    const ended = this.#end(from, cut)
    this.#from = cut
    this.#windows = rest
    return [ended, { kind: 'started', from: cut }]
  }

  #end(from: number, end: number): SpeechChange {
    const voiced = this.#windows.filter((w) => w.at < end && w.probability >= GO_ON)
    const voicedTo = Math.min(end, (voiced.at(-1)?.at ?? from) + this.#size)
    const to = Math.min(end, voicedTo + this.#samples(POST_ROLL_MS))
    this.restart(to)
    return {
      kind: 'ended',
      from,
      to,
      voicedTo,
      voicedMs: Math.round((voiced.length * this.#size * 1000) / this.#rate),
      loudnessDb: mean(voiced.map((w) => w.db)),
    }
  }

  /** The middle of the quietest window near the end. */
  #quietest(end: number): number {
    const late = this.#windows.filter((w) => w.at >= end - this.#samples(CUT_WITHIN_MS))
    const quietest = late.reduce((a, b) =>
      b.probability < a.probability || (b.probability === a.probability && b.db < a.db) ? b : a,
    )
    return quietest.at + (this.#size >> 1)
  }

  #samples(ms: number): number {
    return Math.round((ms * this.#rate) / 1000)
  }
}

function mean(values: readonly number[]): number {
  return values.length === 0
    ? -100
    : Math.round((10 * values.reduce((sum, v) => sum + v, 0)) / values.length) / 10
}
