import type { Clock } from '../audio/clock.ts'

/**
 * No statement of the service, migrations included, takes this long (ms): a database that has not answered by
 * then is behind a broken network or has broken down in itself.
 */
const ANSWER_MS = 15_000

/** The answer, or a rejection when it is too late for one; `giveUp` then ends whatever still waits for it. */
export async function inTime<T>(clock: Clock, answer: Promise<T>, giveUp: () => void): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const cancel = clock.after(ANSWER_MS, () => {
    giveUp()
    reject(new Error('the database did not answer'))
  })
  return Promise.race([answer, late]).finally(cancel)
}
