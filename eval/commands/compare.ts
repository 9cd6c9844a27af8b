import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readRunLog } from '../log/run-log.ts'
import { compareRuns } from '../report/comparison.ts'
import { comparisonPage } from '../report/comparison-page.ts'
import { comparisonText } from '../report/comparison-text.ts'
import { SUITES } from '../suites/registry.ts'
import { UsageError } from './usage-error.ts'

/** `eval compare A B [--out FILE.html]`: what changed from run A to run B, each a folder or its `log.jsonl`. */
export async function compare(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' } },
  })
  const [a, b, ...more] = positionals
  if (!a || !b || more.length > 0)
    throw new UsageError('compare takes two runs: the folders of --out, or log.jsonl')
  const comparison = compareRuns(await readRunLog(await logOf(a)), await readRunLog(await logOf(b)), SUITES)
  process.stdout.write(comparisonText(comparison))
  if (values.out !== undefined) await writeFile(values.out, comparisonPage(comparison, SUITES))
  return 0
}

async function logOf(run: string): Promise<string> {
  // What is not there is named by the reader of logs.
  const found = await stat(run).catch(() => null)
  return found?.isDirectory() ? join(run, 'log.jsonl') : run
}
