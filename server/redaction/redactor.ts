import { Worker } from 'node:worker_threads'
import type { Clock } from '../audio/clock.ts'
import { readPrompt } from '../read-prompt.ts'
import type { CallWindow, WindowFindings } from './find-spans.ts'
import { RedactionPolicy } from './redaction-policy.ts'

/** Why a window could not be searched. `overloaded`: it took longer than it may. */
export type RecognitionFailure = 'crashed' | 'overloaded' | 'failed'

export type Findings = WindowFindings | { readonly failure: RecognitionFailure }

/** Finds what is personal in texts, away from the thread that serves the sockets. */
export interface Redactor {
  /** Never rejects. Windows are searched one after another, in the order in which they are given. */
  findSpans(window: CallWindow): Promise<Findings>
  close(): Promise<void>
}

export type WorkerAnswer = { readonly ready: true } | Findings

interface Task {
  readonly window: CallWindow
  readonly resolve: (findings: Findings) => void
}

/** Far above what the longest event takes, so that only a recogniser that hangs gets here. */
const TIME_LIMIT_MS = 5_000
const WORKER = new URL('redaction-worker.ts', import.meta.url)

/** Resolves once the recognisers are loaded; rejects where they cannot be, or the policy does not fit. */
export async function startRedactor(options: { clock: Clock; worker?: URL }): Promise<Redactor> {
  // Read once: a worker that is replaced later keeps to the policy that the service started with.
  const policy = await readPrompt('redaction-policy.yaml', RedactionPolicy)
  const redactor = new WorkerRedactor(options.clock, options.worker ?? WORKER, policy)
  await redactor.start()
  return redactor
}

class WorkerRedactor implements Redactor {
  readonly #clock: Clock
  readonly #file: URL
  readonly #policy: RedactionPolicy
  readonly #waiting: Task[] = []
  #worker: Worker | null = null
  #ready = false
  #closed = false
  #running: { task: Task; stopTimer: () => void } | null = null

  constructor(clock: Clock, file: URL, policy: RedactionPolicy) {
    this.#clock = clock
    this.#file = file
    this.#policy = policy
  }

  start(): Promise<void> {
    const worker = new Worker(this.#file, { workerData: this.#policy })
    this.#worker = worker
    return new Promise((resolve, reject) => {
      worker.on('message', (answer: WorkerAnswer) => {
        if (this.#worker !== worker) return
        if ('ready' in answer) {
          this.#ready = true
          resolve()
        } else this.#settle(answer)
        this.#next()
      })
      // What went wrong is told by 'exit'; without a listener the error would end the process.
      worker.on('error', reject)
      worker.on('exit', () => {
        reject(new Error('The redaction worker ended before it was ready'))
        if (this.#worker === worker) this.#replace('crashed')
      })
    })
  }

  findSpans(window: CallWindow): Promise<Findings> {
    return new Promise((resolve) => {
      if (this.#closed) return resolve({ failure: 'failed' })
      this.#waiting.push({ window, resolve })
      if (!this.#worker) this.#restart()
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    const worker = this.#worker
    this.#worker = null
    this.#settle({ failure: 'failed' })
    this.#failWaiting('failed')
    await worker?.terminate()
  }

  #next(): void {
    if (!this.#ready || this.#running) return
    const task = this.#waiting.shift()
    if (!task) return
    const stopTimer = this.#clock.after(TIME_LIMIT_MS, () => this.#replace('overloaded'))
    this.#running = { task, stopTimer }
    this.#worker?.postMessage(task.window)
  }

  #settle(findings: Findings): void {
    this.#running?.stopTimer()
    this.#running?.task.resolve(findings)
    this.#running = null
  }

  /** The window that broke the worker is given up; the others wait for a new worker, if it can be started at all. */
  #replace(failure: RecognitionFailure): void {
    const worker = this.#worker
    const started = this.#ready
    this.#worker = null
    this.#ready = false
    void worker?.terminate()
    this.#settle({ failure })
    if (!started) this.#failWaiting(failure)
    if (this.#waiting.length > 0) this.#restart()
  }

  #restart(): void {
    // A worker that cannot start fails what waits for it; the next text tries again.
    this.start().catch(() => {})
  }

  #failWaiting(failure: RecognitionFailure): void {
    for (const task of this.#waiting.splice(0)) task.resolve({ failure })
  }
}
