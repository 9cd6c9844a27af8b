import { fileURLToPath } from 'node:url'
import type { Benchmark } from './benchmark.ts'
import type { Figure } from './figures.ts'
import { killAndRecover } from './kill-recovery.ts'
import { quantile } from './quantile.ts'
import { withDirectory } from './temporary-directory.ts'

const LABELS = fileURLToPath(new URL('../demo/call/night-shift.jsonl', import.meta.url))
const KILLS = 50

/** kill -9 at random moments of a call, on the embedded database and on the one that `DATABASE_URL` names (empty). */
export const recovery: Benchmark = {
  name: 'recovery',
  about: `${KILLS} kills -9 in mid-call: acknowledged events lost or doubled, time until the call goes on`,
  async run({ say }) {
    const { DATABASE_URL } = process.env
    const figures: Figure[] = []
    for (const database of DATABASE_URL ? ['embedded', 'PostgreSQL'] : ['embedded']) {
      const { acknowledged, lost, doubled, resumedMs } = await withDirectory((DATA_DIR) => {
        const env = { DATA_DIR, RECOGNIZER: 'scripted', SCRIPT: LABELS }
        const url = database === 'PostgreSQL' ? { DATABASE_URL: DATABASE_URL ?? '' } : { DATABASE_URL: '' }
        return killAndRecover({ env: { ...env, ...url }, kills: KILLS, seed: 1 })
      })
      say(`${database}: ${acknowledged} events acknowledged, ${lost} lost, ${doubled} doubled`)
      figures.push(
        {
          name: `${database}: acknowledged events lost in ${KILLS} kills`,
          unit: '',
          n: acknowledged,
          value: lost,
        },
        { name: `${database}: events doubled`, unit: '', n: acknowledged, value: doubled },
        {
          name: `${database}: kill to call going on, p95`,
          unit: 'ms',
          n: resumedMs.length,
          value: quantile(resumedMs, 0.95),
        },
      )
    }
    return figures
  },
}
