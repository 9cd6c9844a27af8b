import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

export interface Child {
  /** The next line that it prints; null when there are no more. */
  line(): Promise<string | null>
  /** `kill -9`; resolves with the lines that it had still printed. */
  kill(): Promise<string[]>
}

/** Starts a script of this folder in a process of its own. */
export function startChild(script: string, argument: unknown): Child {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    [join(import.meta.dirname, script), JSON.stringify(argument)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const closed = once(child, 'close')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const line = async () => (await lines.next()).value ?? null
  return {
    line,
    async kill() {
      child.kill('SIGKILL')
      const rest: string[] = []
      for (let next = await line(); next !== null; next = await line()) rest.push(next)
      await closed
      return rest
    },
  }
}
