import { EventChannel } from '../event-channel.ts'
import type {
  AudioFrame,
  Recognizer,
  RecognizerAbilities,
  RecognizerStream,
  StreamOptions,
} from '../recognizer.ts'
import { DecoderPool } from './decoder-pool.ts'

/** New audio that is worth decoding the segment again for (s). */
const PARTIAL_EVERY_S = 0.5
/** A segment longer than this gets no more partials: each would decode all of it again (s). */
const PARTIAL_UP_TO_S = 8

/**
 * An offline model behind voice activity: a segment is decoded when it is complete. Until then partials come from
 * decoding what there is of it, when a thread has nothing better to do.
 */
export class SherpaOffline implements Recognizer {
  readonly abilities: RecognizerAbilities
  readonly #pool: DecoderPool

  private constructor(pool: DecoderPool, name: string) {
    this.#pool = pool
    this.abilities = { name, streaming: false, hotwords: false, confidence: false, scripted: false }
  }

  /** Loads the model that lies in `modelDir` into `threads` threads; `onHealth` hears of crashes and recoveries. */
  static async start(options: {
    name: string
    modelDir: string
    threads: number
    onHealth: (crashed: boolean) => void
  }): Promise<SherpaOffline> {
    const pool = await DecoderPool.start({ modelDir: options.modelDir }, options.threads, options.onHealth)
    return new SherpaOffline(pool, options.name)
  }

  open(options: StreamOptions): RecognizerStream {
    return new SherpaOfflineStream(this.#pool, options.sampleRate)
  }

  decodingMs(): number {
    return this.#pool.cpuMs
  }

  close(): Promise<void> {
    return this.#pool.close()
  }
}

class SherpaOfflineStream implements RecognizerStream {
  readonly events = new EventChannel()
  readonly #pool: DecoderPool
  readonly #rate: number
  #parts: Float32Array[] = []
  #startMs: number | null = null
  #length = 0
  #decodedLength = 0
  #partialRunning = false
  #lastText = ''

  constructor(pool: DecoderPool, sampleRate: number) {
    this.#pool = pool
    this.#rate = sampleRate
  }

  push({ samples, startMs }: AudioFrame): void {
    this.#startMs ??= startMs
    this.#parts.push(samples)
    this.#length += samples.length
    const worthIt = this.#length - this.#decodedLength >= PARTIAL_EVERY_S * this.#rate
    if (!worthIt || this.#partialRunning || this.#length > PARTIAL_UP_TO_S * this.#rate) return
    if (this.#pool.hasRoomForPartial) void this.#partial()
  }

  flush(): void {
    const samples = this.#joined()
    this.#parts = []
    void this.#pool.final(samples, this.#rate).then((decoded) => {
      if ('failed' in decoded) this.events.send({ kind: 'failed', reason: decoded.failed })
      else this.events.send({ kind: 'final', text: decoded.text })
    })
  }

  close(): void {
    this.#parts = []
    this.events.close()
  }

  async #partial(): Promise<void> {
    this.#partialRunning = true
    this.#decodedLength = this.#length
    const decoded = await this.#pool.partial(this.#joined(), this.#rate)
    this.#partialRunning = false
    if ('failed' in decoded || decoded.text === '') return
    const stableChars = commonPrefix(this.#lastText, decoded.text)
    this.#lastText = decoded.text
    const coversToMs = (this.#startMs ?? 0) + (this.#decodedLength * 1000) / this.#rate
    this.events.send({ kind: 'partial', text: decoded.text, stableChars, coversToMs })
  }

  #joined(): Float32Array {
    const whole = new Float32Array(this.#length)
    let at = 0
    for (const part of this.#parts) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  }
}

/** How many UTF-16 units two texts begin with in common, never half of a surrogate pair. */
function commonPrefix(a: string, b: string): number {
  let n = 0
  while (n < a.length && n < b.length && a[n] === b[n]) n++
  const last = a.charCodeAt(n - 1)
  return n > 0 && last >= 0xd800 && last < 0xdc00 ? n - 1 : n
}
