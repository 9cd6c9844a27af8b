import { Worker } from 'node:worker_threads'
import type { Clock } from '../audio/clock.ts'
import { inTime } from './answer-deadline.ts'

/** What the worker is asked. */
export type Request = { id: number; sql: string; parameters: readonly unknown[] } | { close: true }

/** What it answers; `id` 0 means that it is ready. `code` is a SQLSTATE. */
export type Answer =
  | { id: number; rows: unknown[]; affectedRows?: number | undefined }
  | { id: number; failed: string; code: string | undefined }

export interface Rows {
  readonly rows: unknown[]
  readonly affectedRows?: number | undefined
}

/** An error that the database itself reported. */
export class DatabaseRefusal extends Error {
  readonly code: string | undefined

  constructor(message: string, code: string | undefined) {
    super(message)
    this.code = code
  }
}

interface Waiting {
  readonly resolve: (rows: Rows) => void
  readonly reject: (error: Error) => void
}

/**
 * One life of PGlite, in a thread of its own, so that its work never holds up the sockets. It ends when the
 * thread breaks down or does not answer in time; whatever waits for it is then rejected.
 */
export class EmbeddedDatabase {
  readonly #clock: Clock
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #ready: Promise<Rows>
  readonly #exited: Promise<void>
  #lastId = 0
  #ended: Error | null = null

  constructor(directory: string, clock: Clock) {
    this.#clock = clock
    this.#worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData: { directory } })
    this.#ready = this.#answerTo(0)
    this.#ready.catch(() => {})
    this.#worker.on('message', (answer: Answer) => this.#settle(answer))
    this.#worker.on('error', (error) => this.#end(error as Error))
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#exited = promise
    this.#worker.on('exit', () => {
      this.#end(new Error('the embedded database ended'))
      resolve()
    })
  }

  get ended(): boolean {
    return this.#ended !== null
  }

  /** Rejects with a `DatabaseRefusal`, or with what ended the database. */
  async query(sql: string, parameters: readonly unknown[]): Promise<Rows> {
    await this.#ready
    if (this.#ended) throw this.#ended
    const id = ++this.#lastId
    const answer = this.#answerTo(id)
    this.#worker.postMessage({ id, sql, parameters } satisfies Request)
    return inTime(this.#clock, answer, () => {
      this.#end(new Error('the embedded database did not answer'))
      void this.#worker.terminate()
    })
  }

  async close(): Promise<void> {
    this.#worker.postMessage({ close: true } satisfies Request)
    await this.#exited
  }

  #answerTo(id: number): Promise<Rows> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('failed' in answer) waiting?.reject(new DatabaseRefusal(answer.failed, answer.code))
    else waiting?.resolve(answer)
  }

  #end(error: Error): void {
    this.#ended ??= error
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
  }
}
