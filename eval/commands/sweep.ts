import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Split } from '../labels/labelled-call.ts'
import { loadDataset } from '../labels/load-dataset.ts'
import type { RunLog } from '../log/run-log.ts'
import { type DetectorSweep, sweepsOf } from '../report/operating-points.ts'
import { sweepPage } from '../report/sweep-page.ts'
import { sweepText } from '../report/sweep-text.ts'
import { Thresholds, writeThresholds } from '../report/thresholds.ts'
import { runSuites } from '../run-suites.ts'
import { startProduct } from '../solvers/product.ts'
import { chosenSuites, OWN_DATA, ofSplit, progress } from './score.ts'
import { UsageError } from './usage-error.ts'

/** The suites whose detectors claim with a confidence. Others take long (calls in real time, a model) and give no curve. */
const CLAIMING = ['risk', 'redaction', 'special', 'ticket']

/**
 * `eval sweep [suite…]`: precision and recall of each detector by confidence threshold. `--choose` keeps thresholds
 * that a person decided on in `thresholds.yaml`; nothing is chosen by the program.
 */
export async function sweep(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      split: { type: 'string' },
      out: { type: 'string' },
      choose: { type: 'string', multiple: true, default: [] },
    },
  })
  const suites = chosenSuites(positionals.length > 0 ? positionals : CLAIMING)
  const split = values.split === undefined ? null : Split.safeParse(values.split)
  if (split && !split.success) throw new UsageError('--split takes dev or test')
  const chosen = thresholdsOf(values.choose)
  if (values.choose.length > 0 && values.out === undefined)
    throw new UsageError('--choose writes thresholds.yaml: name its folder with --out')

  const data = values.data ?? OWN_DATA
  const dataset = ofSplit(await loadDataset(data), split?.data ?? null)
  const jobs = availableParallelism()
  const product = await startProduct(jobs)
  const log = await runSuites(suites, dataset, product, { data, jobs, onProgress: progress })
  await product.close()
  const sweeps = sweepsOf(log.cases)
  refuseChoice(chosen, sweeps, log)

  for (const { suite, unscored } of log.suites)
    if (unscored) process.stdout.write(`${suite}: unscored, ${unscored}\n`)
  process.stdout.write(sweepText(sweeps, chosen))
  if (values.out === undefined) return 0
  await mkdir(values.out, { recursive: true })
  await writeFile(join(values.out, 'sweep.html'), sweepPage(log, sweeps, chosen))
  if (values.choose.length > 0) await writeFile(join(values.out, 'thresholds.yaml'), writeThresholds(chosen))
  return 0
}

function thresholdsOf(choices: readonly string[]): Thresholds['thresholds'] {
  const pairs = choices.map((choice) => {
    const [, detector = '', value] = /^([^=]+)=([\d.]+)$/.exec(choice) ?? []
    return [detector, Number(value)] as const
  })
  const parsed = Thresholds.shape.thresholds.safeParse(Object.fromEntries(pairs))
  if (!parsed.success || new Set(pairs.map(([detector]) => detector)).size < pairs.length)
    throw new UsageError('--choose takes DETECTOR=THRESHOLD, a detector once, a threshold from 0 to 1')
  return parsed.data
}

/** A threshold is chosen for a detector that was seen, and on data that is meant for it. */
function refuseChoice(
  chosen: Thresholds['thresholds'],
  sweeps: readonly DetectorSweep[],
  { cases }: RunLog,
): void {
  const detectors = Object.keys(chosen)
  const unknown = detectors.filter(
    (detector) => !sweeps.some((one) => one.detector === detector && one.claims > 0),
  )
  if (unknown.length > 0)
    throw new UsageError(`no claim of ${unknown.join(', ')} was seen: nothing to choose by`)
  if (detectors.length > 0 && cases.some(({ slices }) => slices.split === 'test'))
    throw new UsageError('thresholds are not chosen on the split test, which only measures: add --split dev')
}
