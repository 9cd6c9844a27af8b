import { fileURLToPath } from 'node:url'
import { loadAudio } from '../fork/audio-source.ts'
import { Pacer } from '../fork/pacer.ts'
import { playCalls } from '../fork/play-call.ts'
import { prepareFork } from '../fork/prepare-fork.ts'
import { systemClock } from '../server/audio/clock.ts'
import type { Benchmark } from './benchmark.ts'
import type { Figure } from './figures.ts'
import { followCalls } from './follow-calls.ts'
import { latencies } from './latencies.ts'
import { quantile } from './quantile.ts'
import { ServiceProcess } from './service-process.ts'
import { withDirectory } from './temporary-directory.ts'

const DEMO = fileURLToPath(new URL('../demo/call/night-shift.flac', import.meta.url))
const LABELS = fileURLToPath(new URL('../demo/call/night-shift.jsonl', import.meta.url))
/** Calls begin this far apart, as they do in life: nobody speaks in step (ms). */
const APART_MS = 3700

/** The demo call at 8 kHz A-law grade, over the wire in real time, one to four at once, with real recognition. */
export const latency: Benchmark = {
  name: 'latency',
  about: 'words on screen, CPU apart from decoding, and memory, at 1, 2 and 4 calls',
  async run({ say }) {
    const figures: Figure[] = []
    for (const calls of [1, 2, 4]) figures.push(...(await measure(calls, {}, `${calls} calls`, say)))
    const scripted = { RECOGNIZER: 'scripted', SCRIPT: LABELS }
    figures.push(...(await measure(1, scripted, 'scripted, 1 call', say)))
    return figures
  },
}

async function measure(
  calls: number,
  env: Readonly<Record<string, string>>,
  title: string,
  say: (line: string) => void,
): Promise<Figure[]> {
  const fork = prepareFork(await loadAudio({ kind: 'file', path: DEMO }), 'freeswitch', { layout: 'stereo' })
  return withDirectory(async (DATA_DIR) => {
    const service = await ServiceProcess.start({ DATA_DIR, RESUME_SECONDS: '1', LOG_LEVEL: 'info', ...env })
    const before = await cpuAndMemory(service)
    const following = followCalls(service.pages, calls)
    const names = Array.from({ length: calls }, (_, i) => `bench-${i}`)
    const target = { host: '127.0.0.1', port: service.freeswitchPort }
    await playCalls({ fork, target, pacer: new Pacer(systemClock) }, names, APART_MS)
    const followed = await following
    await Promise.all(followed.map(({ ended }) => ended))
    const after = await cpuAndMemory(service)
    await service.stop('SIGTERM')

    const spent = after.processCpu - before.processCpu
    const decoding = after.decodingCpu - before.decodingCpu
    const measured = followed.map(({ events }) => latencies(events.map(({ event }) => event)))
    const firstPartial = measured.flatMap((call) => call.firstPartial)
    const partial = measured.flatMap((call) => call.partial)
    const final = measured.flatMap((call) => call.final)
    const audioSeconds = (calls * (fork.connections[0]?.messages.length ?? 0)) / 50
    say(
      `${title}: ${final.length} segments, ${spent.toFixed(1)} s of CPU, ${decoding.toFixed(1)} s of it decoding`,
    )
    const quantiles = (name: string, values: readonly number[]) =>
      [0.5, 0.95].map((p) => ({
        name: `${title}: ${name}, p${p * 100}`,
        unit: 'ms',
        n: values.length,
        value: quantile(values, p),
      }))
    const figures: Figure[] = [
      ...quantiles('speech to first partial', firstPartial),
      ...quantiles('audio to partial', partial),
      ...quantiles('endpoint to final', final),
      {
        name: `${title}: CPU apart from decoding, share of a core`,
        unit: '%',
        n: 1,
        value: (100 * (spent - decoding)) / (audioSeconds / calls),
      },
    ]
    if (decoding > 0)
      figures.push(
        {
          name: `${title}: CPU apart from decoding, against decoding`,
          unit: '%',
          n: 1,
          value: (100 * (spent - decoding)) / decoding,
        },
        {
          name: `${title}: decoding (partials too) per second of call, real-time factor`,
          unit: '',
          n: 1,
          value: decoding / audioSeconds,
        },
      )
    return figures
  })
}

async function cpuAndMemory(service: ServiceProcess): Promise<{ processCpu: number; decodingCpu: number }> {
  const metrics = await service.metrics()
  const figure = (name: string) => metrics.get(name)?.get('') ?? Number.NaN
  return {
    processCpu: figure('hotline_process_cpu_seconds'),
    decodingCpu: figure('hotline_decoding_cpu_seconds'),
  }
}
