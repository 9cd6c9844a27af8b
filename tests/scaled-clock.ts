import { type Clock, systemClock } from '../server/audio/clock.ts'

/** A clock that runs `factor` times faster than life, for whole calls between a real service and a real peer. */
export function scaledClock(factor: number): Clock {
  const origin = Date.now()
  const begin = performance.now()
  const elapsed = () => (performance.now() - begin) * factor
  return {
    now: elapsed,
    date: () => new Date(origin + elapsed()),
    after: (ms, task) => systemClock.after(ms / factor, task),
    every: (ms, task) => systemClock.every(ms / factor, task),
  }
}
