import type { Benchmark } from './benchmark.ts'
import { quantile } from './quantile.ts'
import { ServiceProcess } from './service-process.ts'
import { withDirectory } from './temporary-directory.ts'

const RUNS = 5

/** From the start of the process to open ports, on an empty data directory and on one that is in use. */
export const startup: Benchmark = {
  name: 'startup',
  about: 'start to ready, with the embedded database and model',
  async run({ say }) {
    const first: number[] = []
    const again: number[] = []
    for (let run = 0; run < RUNS; run++) {
      await withDirectory(async (DATA_DIR) => {
        for (const times of [first, again]) {
          const service = await ServiceProcess.start({ DATA_DIR })
          times.push(service.readyMs)
          await service.stop('SIGTERM')
        }
      })
      say(
        `run ${run + 1}: ${Math.round(first.at(-1) ?? 0)} ms empty, ${Math.round(again.at(-1) ?? 0)} ms in use`,
      )
    }
    return [
      {
        name: 'start to ready, empty data directory, median',
        unit: 'ms',
        n: RUNS,
        value: quantile(first, 0.5),
      },
      {
        name: 'start to ready, data directory in use, median',
        unit: 'ms',
        n: RUNS,
        value: quantile(again, 0.5),
      },
      { name: 'start to ready, longest', unit: 'ms', n: 2 * RUNS, value: Math.max(...first, ...again) },
    ]
  },
}
