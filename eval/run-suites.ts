import type { Dataset } from './labels/load-dataset.ts'
import type { LoggedCase, RunLog, SuiteResult } from './log/run-log.ts'
import { machine, versions } from './log/versions.ts'
import { withIntervals } from './metrics/bootstrap.ts'
import type { Solver } from './solvers/solver.ts'
import type { Sample, Suite } from './suites/suite.ts'

export const SEED = 20261122

export interface RunOptions {
  readonly data: string
  readonly jobs: number
  /** Only samples whose id holds this. */
  readonly filter?: string | undefined
  /** Told when a suite begins, and after every scored sample. */
  readonly onProgress?: (suite: string, done: number, of: number) => void
}

/** Scores a dataset in some suites. The order of cases is that of the data, whatever the number of jobs. */
export async function runSuites(
  suites: readonly Suite[],
  dataset: Dataset,
  solver: Solver,
  { data, jobs, filter = '', onProgress = () => {} }: RunOptions,
): Promise<RunLog> {
  const results: SuiteResult[] = []
  const cases: LoggedCase[] = []
  for (const suite of suites) {
    const samples = suite.samples(dataset, solver)
    if ('unscored' in samples) {
      results.push({ kind: 'suite', suite: suite.name, n: 0, unscored: samples.unscored, metrics: {} })
      continue
    }
    const chosen = samples.filter(({ id }) => id.includes(filter))
    if (chosen.length === 0) {
      results.push({
        kind: 'suite',
        suite: suite.name,
        n: 0,
        unscored: 'no sample is left by the filter',
        metrics: {},
      })
      continue
    }
    onProgress(suite.name, 0, chosen.length)
    const scored = await scoreAll(
      chosen,
      jobs,
      (done) => onProgress(suite.name, done, chosen.length),
      suite.name,
    )
    cases.push(...scored)
    results.push({
      kind: 'suite',
      suite: suite.name,
      n: scored.length,
      metrics: withIntervals(suite.metrics, scored, SEED),
    })
  }
  return {
    run: {
      kind: 'run',
      at: new Date().toISOString(),
      solver: solver.name,
      data,
      files: { ...dataset.files },
      versions: versions(),
      machine: machine(),
    },
    suites: results,
    cases,
  }
}

async function scoreAll(
  samples: readonly Sample[],
  jobs: number,
  onScored: (done: number) => void,
  suite: string,
): Promise<LoggedCase[]> {
  const scored = new Array<LoggedCase>(samples.length)
  let next = 0
  let done = 0
  const work = async () => {
    for (let i = next++; i < samples.length; i = next++) {
      const { id, slices, score } = samples[i] as Sample
      const { counts, samples: values, findings, claims, sought, confusions } = await score()
      scored[i] = {
        kind: 'case',
        suite,
        id,
        slices: { ...slices },
        counts: { ...counts },
        samples: Object.fromEntries(Object.entries(values ?? {}).map(([name, list]) => [name, [...list]])),
        findings: (findings ?? []).map((finding) => ({ ...finding, turns: [...finding.turns] })),
        claims: (claims ?? []).map((claim) => ({ ...claim })),
        sought: (sought ?? []).map((one) => ({ ...one })),
        confusions: Object.fromEntries(
          Object.entries(confusions ?? {}).map(([matrix, pairs]) => [matrix, pairs.map(([e, g]) => [e, g])]),
        ),
      }
      onScored(++done)
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  return scored
}
