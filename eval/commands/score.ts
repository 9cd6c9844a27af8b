import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { failedGates, readGates } from '../gates.ts'
import { BadData } from '../labels/bad-data.ts'
import { Split } from '../labels/labelled-call.ts'
import { type Dataset, loadDataset } from '../labels/load-dataset.ts'
import { type RunLog, readRunLog, summaryOf, writeRunLog } from '../log/run-log.ts'
import { figure } from '../report/number.ts'
import { reportOf } from '../report/report.ts'
import { runSuites } from '../run-suites.ts'
import { startProduct } from '../solvers/product.ts'
import { SUITES } from '../suites/registry.ts'
import type { Suite } from '../suites/suite.ts'
import { UsageError } from './usage-error.ts'

/** The project's own set. */
export const OWN_DATA = fileURLToPath(new URL('../datasets', import.meta.url))
const OWN_GATES = fileURLToPath(new URL('../gates.yaml', import.meta.url))

/** `eval <suite…|all>`: scores, prints the figures, writes what `--out` asks for. Returns the exit code. */
export async function score(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      split: { type: 'string' },
      out: { type: 'string' },
      baseline: { type: 'string' },
      filter: { type: 'string' },
      jobs: { type: 'string' },
      gates: { type: 'string' },
      'with-text': { type: 'boolean', default: false },
    },
  })
  const suites = chosenSuites(positionals)
  const jobs = values.jobs === undefined ? availableParallelism() : Number(values.jobs)
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError('--jobs takes a whole number from 1 on')
  const split = values.split === undefined ? null : Split.safeParse(values.split)
  if (split && !split.success) throw new UsageError('--split takes dev or test')

  const data = values.data ?? OWN_DATA
  const dataset = ofSplit(await loadDataset(data), split?.data ?? null)
  for (const remark of dataset.remarks) process.stderr.write(`${remark}\n`)
  // The gates in the repository are floors for its own whole set; of other data nobody knows what to expect.
  const isOwnWhole = values.data === undefined && split === null && !values.filter
  const gatesFile = values.gates ?? (isOwnWhole ? OWN_GATES : null)
  const gates = gatesFile === null ? null : await readGates(gatesFile, SUITES)
  const baseline = values.baseline === undefined ? null : await readRunLog(values.baseline)

  const product = await startProduct(jobs)
  const options = { data, jobs, filter: values.filter, onProgress: progress }
  const log = await runSuites(suites, dataset, product, options).finally(() => product.close())

  print(log)
  const failed = gates === null ? null : failedGates(gates, log, SUITES, baseline)
  if (values.out !== undefined) {
    const words = { ownData: values.data === undefined, withText: values['with-text'] }
    const report = { log, suites: SUITES, dataset, words, data: values.data, baseline, failedGates: failed }
    await writeOut(values.out, log, reportOf(report))
  }
  for (const line of failed ?? []) process.stderr.write(`gate failed: ${line}\n`)
  return failed?.length ? 1 : 0
}

/** The suites that a command line names. Throws `UsageError` where it names none, or one that is not there. */
export function chosenSuites(names: readonly string[]): readonly Suite[] {
  if (names.includes('all')) return SUITES
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name))
  if (names.length === 0 || unknown.length > 0)
    throw new UsageError(
      unknown.length > 0 ? `no suite is called ${unknown.join(', ')}` : 'name a suite, or all',
    )
  return SUITES.filter(({ name }) => names.includes(name))
}

/** What of a set belongs to a split. Throws `BadData` where nothing does. */
export function ofSplit(dataset: Dataset, split: Split | null): Dataset {
  if (split === null) return dataset
  const inSplit = (sample: { split?: Split | undefined }) => sample.split === split
  const kept = {
    calls: dataset.calls.filter(inSplit),
    signalSentences: dataset.signalSentences.filter(inSplit),
    redactionSentences: dataset.redactionSentences.filter(inSplit),
  }
  if (Object.values(kept).every((list) => list.length === 0))
    throw new BadData([{ file: dataset.folder, line: 0, reason: `holds nothing of the split "${split}"` }])
  return { ...dataset, ...kept }
}

/** A bar on a terminal; nothing in a log. */
export function progress(suite: string, done: number, of: number): void {
  if (!process.stderr.isTTY) return
  const filled = Math.round((20 * done) / of)
  process.stderr.write(`\r${suite} ${'█'.repeat(filled)}${'·'.repeat(20 - filled)} ${done}/${of} `)
  if (done === of) process.stderr.write('\r\x1b[K')
}

function print({ suites }: RunLog): void {
  for (const { suite, n, unscored, metrics } of suites) {
    process.stdout.write(unscored ? `${suite}: unscored, ${unscored}\n\n` : `${suite} (${n} samples)\n`)
    for (const [name, { value, n: of, low, high }] of Object.entries(metrics)) {
      const interval = `${figure(low)} – ${figure(high)}`
      process.stdout.write(
        `  ${name.padEnd(32)} ${figure(value).padStart(8)}   ${interval.padEnd(20)} n = ${of}\n`,
      )
    }
    if (!unscored) process.stdout.write('\n')
  }
}

async function writeOut(folder: string, log: RunLog, report: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'log.jsonl'), writeRunLog(log))
  await writeFile(join(folder, 'summary.json'), `${JSON.stringify(summaryOf(log), null, 2)}\n`)
  await writeFile(join(folder, 'report.html'), report)
}
