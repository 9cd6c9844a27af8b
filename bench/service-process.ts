import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const MAIN = fileURLToPath(new URL('../server/main.ts', import.meta.url))

const Ready = z.object({
  msg: z.literal('ready'),
  pages: z.string(),
  freeswitchPort: z.number(),
  audiosocketPort: z.number(),
})

/** The service as an engineer runs it: a process of its own, on ports of its own choosing. */
export class ServiceProcess {
  readonly pages: string
  readonly freeswitchPort: number
  readonly audiosocketPort: number
  /** From the start of the process to its ports being open, ms. */
  readonly readyMs: number
  readonly #child: ChildProcessByStdio<null, Readable, null>

  private constructor(
    child: ChildProcessByStdio<null, Readable, null>,
    ready: z.infer<typeof Ready>,
    readyMs: number,
  ) {
    this.#child = child
    this.pages = ready.pages
    this.freeswitchPort = ready.freeswitchPort
    this.audiosocketPort = ready.audiosocketPort
    this.readyMs = readyMs
  }

  /** Starts it with `env` on top of free ports; `onLine` gets every line of its log. */
  static async start(
    env: Readonly<Record<string, string>>,
    onLine: (line: string) => void = () => {},
  ): Promise<ServiceProcess> {
    const before = performance.now()
    const child = spawn(process.execPath, [MAIN], {
      env: { ...process.env, HTTP_PORT: '0', FREESWITCH_PORT: '0', AUDIOSOCKET_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    // Whoever started it may end by an error: the service must not outlive it.
    const kill = () => child.kill('SIGKILL')
    process.once('exit', kill)
    child.once('exit', () => process.off('exit', kill))
    const lines = createInterface({ input: child.stdout })
    const ready = await new Promise<z.infer<typeof Ready>>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the service exited with ${code} before it was ready`)))
      lines.on('line', (line) => {
        onLine(line)
        const parsed = Ready.safeParse(JSON.parse(line))
        if (parsed.success) resolve(parsed.data)
      })
    })
    return new ServiceProcess(child, ready, performance.now() - before)
  }

  /** The sums at `/metrics`, by name and then by label values joined with commas (`''` for none). */
  async metrics(): Promise<Map<string, Map<string, number>>> {
    const text = await (await fetch(`${this.pages}metrics`)).text()
    const figures = new Map<string, Map<string, number>>()
    for (const [, name = '', labels = '', value] of text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)) {
      const key = [...labels.matchAll(/="([^"]*)"/g)].map(([, label]) => label).join(',')
      const series = figures.get(name) ?? new Map<string, number>()
      figures.set(name, series.set(key, Number(value)))
    }
    return figures
  }

  /** Ends it: `SIGTERM` asks, `SIGKILL` does not. Resolves with its exit code, null if it was killed. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const exited = new Promise<number | null>((resolve) => {
      if (this.#child.exitCode !== null) resolve(this.#child.exitCode)
      this.#child.once('exit', resolve)
    })
    this.#child.kill(signal)
    return exited
  }
}
