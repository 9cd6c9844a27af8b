import { Worker } from 'node:worker_threads'
import type { DecodeJob, DecoderData, DecoderReport } from './sherpa-offline-messages.ts'

/** Words, or why there are none. */
export type Decoded = { readonly text: string } | { readonly failed: 'crashed' | 'overloaded' }

interface Task {
  readonly samples: Float32Array
  readonly sampleRate: number
  readonly done: (decoded: Decoded) => void
  /** A final is decoded once more if its thread dies; a partial is not. */
  retries: number
}

interface Decoder {
  worker: Worker
  task: Task | null
  cpuMs: number
}

/** Finals that may wait for a thread, per thread. Beyond it the oldest is given up: late words help nobody. */
const WAITING_PER_THREAD = 16
/** Between attempts to start a dead thread again (ms). */
const RETRY_MS = 1000

/**
 * Decoding threads, one recogniser each: `decode()` blocks its thread, and one thread per recogniser was faster
 * than two under load. Finals wait in line; a partial is taken at once or not at all, and never takes the last
 * idle thread where there is more than one.
 */
export class DecoderPool {
  readonly #data: DecoderData
  readonly #onHealth: (crashed: boolean) => void
  readonly #decoders: Decoder[] = []
  readonly #waiting: Task[] = []
  #retiredCpuMs = 0
  #nextJob = 0
  #dead = 0
  #closing = false

  private constructor(data: DecoderData, onHealth: (crashed: boolean) => void) {
    this.#data = data
    this.#onHealth = onHealth
  }

  /** Loads the model in every thread; rejects if one can't. */
  static async start(
    data: DecoderData,
    threads: number,
    onHealth: (crashed: boolean) => void,
  ): Promise<DecoderPool> {
    const pool = new DecoderPool(data, onHealth)
    const workers = await Promise.all(Array.from({ length: threads }, () => startDecoder(data)))
    for (const worker of workers) pool.#attach(worker)
    return pool
  }

  /** CPU time spent so far, in milliseconds. */
  get cpuMs(): number {
    return this.#decoders.reduce((sum, decoder) => sum + decoder.cpuMs, this.#retiredCpuMs)
  }

  /** Decodes a whole segment. The samples are given away. */
  final(samples: Float32Array, sampleRate: number): Promise<Decoded> {
    return new Promise((done) => {
      this.#waiting.push({ samples, sampleRate, done, retries: 1 })
      if (this.#waiting.length > WAITING_PER_THREAD * Math.max(1, this.#decoders.length))
        this.#waiting.shift()?.done({ failed: 'overloaded' })
      this.#dispatch()
    })
  }

  /** Whether a partial would be taken now. */
  get hasRoomForPartial(): boolean {
    const idle = this.#decoders.filter((decoder) => !decoder.task).length
    return this.#waiting.length === 0 && idle > (this.#decoders.length > 1 ? 1 : 0)
  }

  /** Decodes a segment that still grows. The samples are given away. */
  partial(samples: Float32Array, sampleRate: number): Promise<Decoded> {
    return new Promise((done) => {
      this.#waiting.unshift({ samples, sampleRate, done, retries: 0 })
      this.#dispatch()
    })
  }

  async close(): Promise<void> {
    this.#closing = true
    for (const task of this.#waiting.splice(0)) task.done({ failed: 'crashed' })
    await Promise.all(this.#decoders.map((decoder) => decoder.worker.terminate()))
  }

  #attach(worker: Worker): void {
    const decoder: Decoder = { worker, task: null, cpuMs: 0 }
    this.#decoders.push(decoder)
    worker.on('message', (report: DecoderReport) => {
      if (report.kind !== 'words') return
      const task = decoder.task
      decoder.task = null
      decoder.cpuMs = report.cpuMs
      task?.done({ text: report.text })
      this.#dispatch()
    })
    worker.on('error', () => {})
    worker.once('exit', () => this.#lost(decoder))
    this.#dispatch()
  }

  #dispatch(): void {
    for (const decoder of this.#decoders) {
      if (decoder.task) continue
      const task = this.#waiting.shift()
      if (!task) return
      decoder.task = task
      const job: DecodeJob = { id: this.#nextJob++, samples: task.samples, sampleRate: task.sampleRate }
      decoder.worker.postMessage(job, task.retries > 0 ? [] : [task.samples.buffer as ArrayBuffer])
    }
  }

  #lost(decoder: Decoder): void {
    this.#decoders.splice(this.#decoders.indexOf(decoder), 1)
    this.#retiredCpuMs += decoder.cpuMs
    const task = decoder.task
    if (task && task.retries > 0 && !this.#closing)
      this.#waiting.unshift({ ...task, retries: task.retries - 1 })
    else task?.done({ failed: 'crashed' })
    if (this.#closing) return
    this.#dead += 1
    this.#onHealth(true)
    void this.#revive()
  }

  async #revive(): Promise<void> {
    const worker = await startDecoder(this.#data).catch(() => null)
    if (this.#closing) return void worker?.terminate()
    if (!worker) return void setTimeout(() => void this.#revive(), RETRY_MS).unref()
    this.#dead -= 1
    this.#attach(worker)
    if (this.#dead === 0) this.#onHealth(false)
  }
}

function startDecoder(data: DecoderData): Promise<Worker> {
  const worker = new Worker(new URL('./sherpa-offline-worker.ts', import.meta.url), { workerData: data })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', () => resolve(worker))
  })
}
