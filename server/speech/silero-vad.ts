import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { LegRate } from '../audio/leg.ts'

const STATE = 128

/** Samples that the model judges at a time, at each line rate: 32 ms. */
export const WINDOW_SAMPLES: Readonly<Record<LegRate, number>> = { 8000: 256, 16000: 512 }
const CONTEXT_SAMPLES: Readonly<Record<LegRate, number>> = { 8000: 32, 16000: 64 }

/** What the model remembers of one leg. */
export interface VadMemory {
  /** The last samples of the window before. */
  readonly context: Float32Array
  /** Both recurrent layers, one after the other. */
  readonly state: Float32Array
}

/** One leg's next window, samples in −1..1, and its memory, which a run brings up to date. */
export interface VadInput {
  readonly window: Float32Array
  readonly memory: VadMemory
}

export function freshMemory(rate: LegRate): VadMemory {
  return { context: new Float32Array(CONTEXT_SAMPLES[rate]), state: new Float32Array(2 * STATE) }
}

/** Silero VAD v6. Many legs go through in one run: five times cheaper a window than one by one, same results. */
export class SileroVad {
  readonly #session: InferenceSession

  private constructor(session: InferenceSession) {
    this.#session = session
  }

  static async load(modelPath: string): Promise<SileroVad> {
    const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' } as const
    return new SileroVad(await InferenceSession.create(modelPath, options))
  }

  /** The probability of voice (0–1) in each window; all of one rate. */
  async run(rate: LegRate, inputs: readonly VadInput[]): Promise<Float32Array> {
    const count = inputs.length
    const context = CONTEXT_SAMPLES[rate]
    const width = context + WINDOW_SAMPLES[rate]
    const audio = new Float32Array(count * width)
    const state = new Float32Array(2 * count * STATE)
    for (const [i, { window, memory }] of inputs.entries()) {
      audio.set(memory.context, i * width)
      audio.set(window, i * width + context)
      state.set(memory.state.subarray(0, STATE), i * STATE)
      state.set(memory.state.subarray(STATE), (count + i) * STATE)
    }
    const outputs = await this.#session.run({
      input: new Tensor('float32', audio, [count, width]),
      state: new Tensor('float32', state, [2, count, STATE]),
      sr: new Tensor('int64', BigInt64Array.of(BigInt(rate)), []),
    })
    const after = outputs.stateN?.data as Float32Array
    for (const [i, { window, memory }] of inputs.entries()) {
      memory.context.set(window.subarray(window.length - context))
      memory.state.set(after.subarray(i * STATE, (i + 1) * STATE))
      memory.state.set(after.subarray((count + i) * STATE, (count + i + 1) * STATE), STATE)
    }
    return outputs.output?.data as Float32Array
  }
}
