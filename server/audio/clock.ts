/**
 * Time, injected. Nothing in the service reads the wall clock for a timer: it asks the clock it was given,
 * so that a test can let two hours pass in a millisecond and a replay gives the same events each time.
 */
export interface Clock {
  /** Monotonic milliseconds since an arbitrary origin; never goes backwards. */
  now(): number
  /** Wall-clock time, for what a person reads and what a restart needs. */
  date(): Date
  /** Runs `task` once, `ms` from now. Returns a function that cancels it. */
  after(ms: number, task: () => void): () => void
  /** Runs `task` every `ms`. Returns a function that stops it. */
  every(ms: number, task: () => void): () => void
}

/** The machine's own clock. Its timers never keep the process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  after(ms, task) {
    const timer = setTimeout(task, ms).unref()
    return () => clearTimeout(timer)
  },
  every(ms, task) {
    const timer = setInterval(task, ms).unref()
    return () => clearInterval(timer)
  },
}
