import { ears } from './ears.ts'
import { startGuided } from './guided.ts'
import { startRedacting } from './redacting.ts'
import type { Solver } from './solver.ts'

/** The product as it runs live. `jobs` is how many texts it searches at once. */
export async function startProduct(jobs: number): Promise<Solver & { close(): Promise<void> }> {
  // First, since it may refuse a file while nothing has to be closed yet.
  const guided = await startGuided()
  const { redact, close: closeDoor } = await startRedacting(jobs)
  const { abilities, close: closeEars } = ears(jobs)
  return {
    name: 'hotline-sidecar',
    redact,
    ...guided,
    ...abilities,
    async close() {
      await Promise.all([closeDoor(), closeEars()])
    },
  }
}
