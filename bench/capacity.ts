import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadAudio } from '../fork/audio-source.ts'
import { wasHeard } from '../fork/call-report.ts'
import { Pacer } from '../fork/pacer.ts'
import { playCalls } from '../fork/play-call.ts'
import { prepareFork } from '../fork/prepare-fork.ts'
import { systemClock } from '../server/audio/clock.ts'
import type { Benchmark } from './benchmark.ts'
import type { Figure } from './figures.ts'
import { ServiceProcess } from './service-process.ts'
import { withDirectory } from './temporary-directory.ts'

const DEMO = fileURLToPath(new URL('../demo/call/night-shift.flac', import.meta.url))
const STEP = 50
/** The ramp ends here even if the service would take more. */
const MOST_CALLS = 500
/** Every step runs this long after its calls have begun (s). */
const HOLD_S = 20
const RAMP_MS = 15
const LOOP_DELAY_LIMIT_MS = 30

interface Step {
  readonly calls: number
  readonly loopDelayMs: number
  readonly lost: number
  readonly bytes: number
}

/** Two-party calls at 8 kHz with voice activity and without recognition, more and more, until the loop is late. */
export const capacity: Benchmark = {
  name: 'capacity',
  about: 'calls at once without recognition until the main loop is late; memory a call; lost frames',
  async run({ say }) {
    const fork = prepareFork(await loadAudio({ kind: 'file', path: DEMO }), 'freeswitch', {
      layout: 'stereo',
    })
    const steps: Step[] = []
    await withDirectory(async (DATA_DIR) => {
      const SCRIPT = join(DATA_DIR, 'nothing.jsonl')
      await writeFile(SCRIPT, '{"turns":[]}')
      for (let calls = STEP; calls <= MOST_CALLS; calls += STEP) {
        const env = { DATA_DIR, RECOGNIZER: 'scripted', SCRIPT, MAX_CALLS: '2000', RESUME_SECONDS: '0' }
        const step = await hold(calls, fork, env)
        say(
          `${calls} calls: loop delay p99 ${step.loopDelayMs.toFixed(1)} ms, ${step.lost} lost, ${Math.round(step.bytes / 1e6)} MB`,
        )
        if (step.loopDelayMs > LOOP_DELAY_LIMIT_MS || step.lost > 0) break
        steps.push(step)
      }
    })
    const [first, best] = [steps[0], steps.at(-1)]
    const figures: Figure[] = [
      {
        name: 'two-party calls at once, loop delay p99 within 30 ms, nothing lost',
        unit: 'calls',
        n: steps.length,
        value: best?.calls ?? 0,
      },
      {
        name: 'main-loop delay p99 at that number',
        unit: 'ms',
        n: 1,
        value: best?.loopDelayMs ?? Number.NaN,
      },
      {
        name: 'memory for each further call',
        unit: 'MB',
        n: best?.calls ?? 0,
        value: first && best ? (best.bytes - first.bytes) / 1e6 / (best.calls - first.calls) : Number.NaN,
      },
    ]
    return figures
  },
}

async function hold(
  calls: number,
  fork: ReturnType<typeof prepareFork>,
  env: Readonly<Record<string, string>>,
): Promise<Step> {
  const service = await ServiceProcess.start(env)
  const hangUp = new AbortController()
  const pacer = new Pacer(systemClock)
  const names = Array.from({ length: calls }, (_, i) => `capacity-${calls}-${i}`)
  const target = { host: '127.0.0.1', port: service.freeswitchPort }
  const playing = playCalls({ fork, target, pacer, signal: hangUp.signal }, names, RAMP_MS)
  await new Promise((resume) => setTimeout(resume, calls * RAMP_MS + 2000))
  await service.metrics()
  await new Promise((resume) => setTimeout(resume, HOLD_S * 1000))
  const metrics = await service.metrics()
  hangUp.abort()
  const reports = await playing
  await service.stop('SIGTERM')
  const sum = (name: string) => [...(metrics.get(name)?.values() ?? [])].reduce((a, b) => a + b, 0)
  const unheard = reports.filter((report) => !wasHeard(report)).length
  return {
    calls,
    loopDelayMs: 1000 * sum('hotline_main_loop_delay_p99_seconds'),
    lost: sum('hotline_lost_total') + unheard,
    bytes: sum('hotline_resident_bytes'),
  }
}
