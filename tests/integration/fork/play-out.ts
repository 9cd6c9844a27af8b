import type { ManualClock } from '../../manual-clock.ts'

/** Lets the clock run, and the sockets between its steps, until the promise settles. */
export async function playOut<Result>(clock: ManualClock, playing: Promise<Result>): Promise<Result> {
  let settled = false
  const settle = () => {
    settled = true
  }
  playing.then(settle, settle)
  while (!settled) {
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(5)
  }
  return playing
}
