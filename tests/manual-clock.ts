import type { Clock } from '../server/audio/clock.ts'

interface Timer {
  due: number
  every: number | null
  task: () => void
}

/** A clock that stands still until a test moves it; due timers run in order of their time. */
export class ManualClock implements Clock {
  #now = 0
  readonly #origin: number
  readonly #timers = new Set<Timer>()

  constructor(origin = Date.UTC(2026, 10, 22, 15, 38)) {
    this.#origin = origin
  }

  now(): number {
    return this.#now
  }

  date(): Date {
    return new Date(this.#origin + this.#now)
  }

  after(ms: number, task: () => void): () => void {
    return this.#schedule({ due: this.#now + ms, every: null, task })
  }

  every(ms: number, task: () => void): () => void {
    return this.#schedule({ due: this.#now + ms, every: ms, task })
  }

  /** Lets `ms` pass, running what falls due on the way. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      let next: Timer | undefined
      for (const timer of this.#timers) if (timer.due <= end && (!next || timer.due < next.due)) next = timer
      if (!next) break
      this.#now = next.due
      if (next.every === null) this.#timers.delete(next)
      else next.due += next.every
      next.task()
    }
    this.#now = end
  }

  #schedule(timer: Timer): () => void {
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }
}
