import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { BadData } from './labels/bad-data.ts'
import type { RunLog } from './log/run-log.ts'
import { pairedGain } from './metrics/bootstrap.ts'
import type { Metric } from './metrics/metric.ts'
import { SEED } from './run-suites.ts'
import type { Suite } from './suites/suite.ts'

/** The floors (or ceilings, where lower is better) of figures, and those that may not fall behind a baseline. */
const Gates = z.strictObject({
  version: z.literal(1),
  bounds: z.record(z.string(), z.record(z.string(), z.number())),
  notWorse: z.record(z.string(), z.array(z.string())),
})
export type Gates = z.infer<typeof Gates>

/** Reads a gates file. Throws `BadData` where it is none, or names a suite or figure that does not exist. */
export async function readGates(file: string, suites: readonly Suite[]): Promise<Gates> {
  const refuse = (reason: string) => new BadData([{ file, line: 0, reason }])
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw refuse(`cannot be read (${code})`)
  })
  const parsed = Gates.safeParse(parse(text))
  if (!parsed.success)
    throw refuse(parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; '))
  const named = [
    ...Object.entries(parsed.data.bounds).flatMap(([suite, bounds]) =>
      Object.keys(bounds).map((name) => [suite, name] as const),
    ),
    ...Object.entries(parsed.data.notWorse).flatMap(([suite, names]) =>
      names.map((name) => [suite, name] as const),
    ),
  ]
  for (const [suite, name] of named)
    if (!metricOf(suites, suite, name)) throw refuse(`no suite has the figure ${suite} ${name}`)
  return parsed.data
}

/** One line for each gate that this run does not pass. */
export function failedGates(
  gates: Gates,
  log: RunLog,
  suites: readonly Suite[],
  baseline: RunLog | null,
): string[] {
  const failed: string[] = []
  for (const { suite, metrics, unscored } of log.suites) {
    for (const [name, bound] of Object.entries(gates.bounds[suite] ?? {})) {
      const figure = metrics[name]
      const better = metricOf(suites, suite, name)?.better
      if (!figure)
        failed.push(
          `${suite} ${name} was not scored${unscored ? ` (${unscored})` : ''}; its gate is ${bound}`,
        )
      else if (better === 'higher' ? figure.value < bound : figure.value > bound)
        failed.push(
          `${suite} ${name} is ${show(figure.value)}, ${better === 'higher' ? 'below' : 'above'} its gate ${bound}`,
        )
    }
    if (!baseline) continue
    const before = new Map(baseline.cases.filter((one) => one.suite === suite).map((one) => [one.id, one]))
    const now = log.cases.filter((one) => one.suite === suite && before.has(one.id))
    for (const name of now.length > 0 ? (gates.notWorse[suite] ?? []) : []) {
      const gain = pairedGain(
        metricOf(suites, suite, name) as Metric,
        now,
        now.map(({ id }) => before.get(id) ?? never(id)),
        SEED,
      )
      if (gain.high < 0)
        failed.push(
          `${suite} ${name} is worse than the baseline by ${show(-gain.value)} (95 % interval ${show(-gain.high)} to ${show(-gain.low)}, ${now.length} cases)`,
        )
    }
  }
  return failed
}

function metricOf(suites: readonly Suite[], suite: string, name: string): Metric | undefined {
  return suites.find((one) => one.name === suite)?.metrics.find((metric) => metric.name === name)
}

function show(value: number): string {
  return value.toFixed(3)
}

function never(id: string): never {
  throw new Error(`case ${id} is gone from the baseline`)
}
