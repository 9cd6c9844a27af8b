import type { RunLog } from '../log/run-log.ts'

/** When a run was, to the minute, UTC. */
export function when({ run }: RunLog): string {
  return `${run.at.slice(0, 16).replace('T', ' ')} UTC`
}
