import type { Voice } from '../../fork/audio-source.ts'
import { DecoderPool } from '../../server/speech/recognizers/decoder-pool.ts'
import type { DecodedSegment } from './solver.ts'

/** A labelled turn that is longer than any segment is cut at the quietest frame of these seconds, as endpointing does. */
const CUT_WITHIN_S = 4
/** The silence behind the words makes a segment this much longer than endpointing lets it grow. */
const TAIL_S = 1
const FRAME_S = 0.02

/**
 * The product's decoder by itself: each segment is decoded once, whole, without partials. Every thread is a pool of its
 * own, so that the CPU time of one segment can be told from that of another.
 */
export class SegmentDecoders {
  readonly #pools: readonly DecoderPool[]
  readonly #idle: DecoderPool[]
  readonly #longestS: number
  readonly #waiting: ((pool: DecoderPool) => void)[] = []

  private constructor(pools: readonly DecoderPool[], longestS: number) {
    this.#pools = pools
    this.#idle = [...pools]
    this.#longestS = longestS
  }

  /** `longestMs`: the product cuts a segment that is longer. */
  static async start(options: {
    modelDir: string
    threads: number
    longestMs: number
  }): Promise<SegmentDecoders> {
    const { modelDir, threads, longestMs } = options
    const pools = Array.from({ length: threads }, () => DecoderPool.start({ modelDir }, 1, () => {}))
    return new SegmentDecoders(await Promise.all(pools), longestMs / 1000)
  }

  async decode(voice: Voice): Promise<DecodedSegment> {
    const pool = this.#idle.pop() ?? (await new Promise<DecoderPool>((take) => this.#waiting.push(take)))
    const before = pool.cpuMs
    let text = ''
    for (const samples of pieces(voice, this.#longestS)) {
      const decoded = await pool.final(samples, voice.sampleRate)
      if ('failed' in decoded) throw new Error(`the recogniser ${decoded.failed}`)
      text += decoded.text
    }
    const cpuSeconds = (pool.cpuMs - before) / 1000
    const next = this.#waiting.shift()
    if (next) next(pool)
    else this.#idle.push(pool)
    return { text, cpuSeconds }
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.close()))
  }
}

function pieces({ samples, sampleRate }: Voice, longestS: number): Float32Array[] {
  const longest = longestS * sampleRate
  if (samples.length <= longest + TAIL_S * sampleRate) return [samples]
  const cut = quietest(samples, longest - CUT_WITHIN_S * sampleRate, longest, FRAME_S * sampleRate)
  return [samples.slice(0, cut), ...pieces({ samples: samples.slice(cut), sampleRate }, longestS)]
}

/** The middle of the quietest frame in `[from, to)`. */
function quietest(samples: Float32Array, from: number, to: number, frame: number): number {
  let [best, least] = [to, Infinity]
  for (let at = from; at + frame <= to; at += frame) {
    const energy = samples.subarray(at, at + frame).reduce((sum, sample) => sum + sample * sample, 0)
    if (energy < least) [best, least] = [at + frame / 2, energy]
  }
  return best
}
