import { Worker } from 'node:worker_threads'
import type { LegRate } from '../audio/leg.ts'
import type { LegBuffer } from '../audio/leg-buffer.ts'
import type {
  Heard,
  VoiceActivityCommand,
  VoiceActivityData,
  VoiceActivityReport,
} from './voice-activity-messages.ts'

/** One leg under observation. */
export interface ObservedLeg {
  /** The leg has paused: close its open segment. */
  flush(): void
  /** The leg is over; `done` is the last thing heard. */
  remove(): void
}

interface Observed {
  readonly buffer: LegBuffer
  readonly rate: LegRate
  readonly onHeard: (heard: Heard) => void
  leaving: boolean
}

/** Between attempts to start a dead worker again (ms). */
const RETRY_MS = 1000

/**
 * Voice activity over all legs of the service, in one worker thread that reads the legs' shared buffers. If the
 * thread dies it is started again and goes on with every leg where its audio is then.
 */
export class VoiceActivity {
  readonly #data: VoiceActivityData
  readonly #onHealth: (crashed: boolean) => void
  readonly #legs = new Map<number, Observed>()
  #worker: Worker
  #next = 0
  #closing = false

  private constructor(worker: Worker, data: VoiceActivityData, onHealth: (crashed: boolean) => void) {
    this.#worker = worker
    this.#data = data
    this.#onHealth = onHealth
    this.#attach(worker)
  }

  /** Loads the model in the worker; rejects if it can't. `onHealth` hears of a crash and of the restart after it. */
  static async start(data: VoiceActivityData, onHealth: (crashed: boolean) => void): Promise<VoiceActivity> {
    return new VoiceActivity(await startWorker(data), data, onHealth)
  }

  observe(buffer: LegBuffer, rate: LegRate, onHeard: (heard: Heard) => void): ObservedLeg {
    const leg = this.#next++
    const observed = { buffer, rate, onHeard, leaving: false }
    this.#legs.set(leg, observed)
    this.#send({ kind: 'add', leg, shared: buffer.shared, rate, from: buffer.written })
    return {
      flush: () => this.#send({ kind: 'flush', leg }),
      remove: () => {
        observed.leaving = true
        this.#send({ kind: 'remove', leg })
      },
    }
  }

  async close(): Promise<void> {
    this.#closing = true
    await this.#worker.terminate()
  }

  #send(command: VoiceActivityCommand): void {
    this.#worker.postMessage(command)
  }

  #attach(worker: Worker): void {
    worker.on('message', (report: VoiceActivityReport) => {
      if (report.kind !== 'heard') return
      for (const { leg, heard } of report.heard) {
        this.#legs.get(leg)?.onHeard(heard)
        if (heard.kind === 'done') this.#legs.delete(leg)
      }
    })
    worker.on('error', () => {})
    worker.once('exit', () => {
      if (!this.#closing) void this.#restart()
    })
  }

  async #restart(): Promise<void> {
    this.#onHealth(true)
    const worker = await startWorker(this.#data).catch(() => null)
    if (this.#closing) return void worker?.terminate()
    if (!worker) return void setTimeout(() => void this.#restart(), RETRY_MS).unref()
    this.#worker = worker
    this.#attach(worker)
    for (const [leg, { buffer, rate, onHeard, leaving }] of this.#legs) {
      const from = buffer.written
      onHeard({ kind: 'crashed', at: from })
      this.#send({ kind: 'add', leg, shared: buffer.shared, rate, from })
      if (leaving) this.#send({ kind: 'remove', leg })
    }
    this.#onHealth(false)
  }
}

function startWorker(data: VoiceActivityData): Promise<Worker> {
  const worker = new Worker(new URL('./voice-activity-worker.ts', import.meta.url), { workerData: data })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', () => resolve(worker))
  })
}
