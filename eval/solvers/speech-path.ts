import { fileURLToPath } from 'node:url'
import type { Voice } from '../../fork/audio-source.ts'
import { LegRate } from '../../server/audio/leg.ts'
import { LegBuffer } from '../../server/audio/leg-buffer.ts'
import type { EndpointingOptions } from '../../server/speech/endpointing.ts'
import { EventChannel } from '../../server/speech/event-channel.ts'
import { LegListener, type Lost } from '../../server/speech/leg-listener.ts'
import type {
  Recognizer,
  RecognizerAbilities,
  RecognizerStream,
  StreamOptions,
} from '../../server/speech/recognizer.ts'
import { VoiceActivity } from '../../server/speech/voice-activity.ts'
import type { SegmentDecoders } from './segment-decoders.ts'
import type { HeardWords } from './solver.ts'

const VAD = fileURLToPath(new URL('../../models/silero-vad/silero_vad_v6.onnx', import.meta.url))
/**
 * Audio that is written at once: three windows of voice activity. How far a segment has grown is told once a step, so
 * a long one would give the recogniser less of the silence behind the words than it gets in life (ms).
 */
const STEP_MS = 96
/** What the product drops on purpose; anything else that is lost would make the figures wrong. */
const MEANT: Lost = 'unsupported-text'

/**
 * All that the product does between a leg's samples and its finals: buffer, voice activity, endpointing, recogniser,
 * and the rules on what is dropped. In this process and some times faster than life: endpointing knows positions and
 * no clock, and nothing more is written before what is there was judged and decoded.
 */
export class SpeechPath {
  readonly #voiceActivity: VoiceActivity
  readonly #recognizer: Recognizer
  /** A leg without a sample, by which `#judged` knows where voice activity is. */
  readonly #nothing = LegBuffer.create(8000)

  private constructor(voiceActivity: VoiceActivity, recognizer: Recognizer) {
    this.#voiceActivity = voiceActivity
    this.#recognizer = recognizer
  }

  static async start(endpointing: EndpointingOptions, decoders: SegmentDecoders): Promise<SpeechPath> {
    const voiceActivity = await VoiceActivity.start({ modelPath: VAD, endpointing }, () => {})
    return new SpeechPath(voiceActivity, new FinalsOnly(decoders))
  }

  /** The finals of one leg, in order. Rejects if anything of it was lost. */
  async hear({ samples, sampleRate }: Voice): Promise<HeardWords[]> {
    const rate = LegRate.parse(sampleRate)
    const buffer = LegBuffer.create(rate)
    const words: HeardWords[] = []
    const lost: Lost[] = []
    let segments = 0
    let undecided = 0
    let decided = Promise.withResolvers<void>()
    const listener = new LegListener({
      role: 'caller',
      rate,
      buffer,
      originMs: 0,
      voiceActivity: this.#voiceActivity,
      recognizer: this.#recognizer,
      mayRecognize: () => true,
      nextSegment: () => ++segments,
      append(event) {
        if (event.kind === 'speech.ended') undecided += 1
        if (event.kind === 'transcript.final') words.push(event)
        if (event.kind !== 'transcript.final' && event.kind !== 'transcript.dropped') return
        undecided -= 1
        decided.resolve()
        decided = Promise.withResolvers()
      },
      onLost: (what) => {
        if (what !== MEANT) lost.push(what)
      },
    })
    const line = Int16Array.from(samples, (sample) =>
      Math.max(-32768, Math.min(32767, Math.round(sample * 32768))),
    )
    const step = (STEP_MS * rate) / 1000
    for (let at = 0; at < line.length; at += step) {
      buffer.write(line.subarray(at, at + step))
      await this.#judged()
      while (undecided > 0) await decided.promise
    }
    await listener.end()
    if (lost.length > 0) throw new Error(`the speech path lost audio: ${[...new Set(lost)].join(', ')}`)
    return words.toSorted((a, b) => a.startMs - b.startMs)
  }

  close(): Promise<void> {
    return this.#voiceActivity.close()
  }

  /** Resolves when all audio written so far was judged: a leg is done only after a pass over every leg. */
  #judged(): Promise<void> {
    return new Promise((done) => {
      const marker = this.#voiceActivity.observe(this.#nothing, 8000, ({ kind }) => {
        if (kind === 'done') done()
      })
      marker.remove()
    })
  }
}

/** The product's decoder without the partials, which cost most of the time and change no final. */
class FinalsOnly implements Recognizer {
  readonly abilities: RecognizerAbilities = {
    name: 'finals-only',
    streaming: false,
    hotwords: false,
    confidence: false,
    scripted: false,
  }
  readonly #decoders: SegmentDecoders

  constructor(decoders: SegmentDecoders) {
    this.#decoders = decoders
  }

  open({ sampleRate }: StreamOptions): RecognizerStream {
    const events = new EventChannel()
    const samples: number[] = []
    const decode = () => this.#decoders.decode({ samples: Float32Array.from(samples), sampleRate })
    return {
      events,
      push: (frame) => {
        for (const sample of frame.samples) samples.push(sample)
      },
      flush: () =>
        void decode().then(
          ({ text }) => events.send({ kind: 'final', text }),
          () => events.send({ kind: 'failed', reason: 'crashed' }),
        ),
      close: () => events.close(),
    }
  }

  decodingMs(): number {
    return 0
  }

  async close(): Promise<void> {}
}
