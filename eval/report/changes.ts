import type { LoggedCase, RunLog } from '../log/run-log.ts'
import { pairedGain } from '../metrics/bootstrap.ts'
import type { Metric } from '../metrics/metric.ts'
import { totalOf } from '../metrics/total.ts'
import { SEED } from '../run-suites.ts'
import type { Suite } from '../suites/suite.ts'
import { narrowed } from './narrowed.ts'

/** A figure in two runs, over the cases that both of them scored. */
export interface Change {
  readonly name: string
  readonly better: Metric['better']
  /** NaN where it cannot be taken of that run. */
  readonly before: number
  readonly now: number
  readonly n: number
  /** Positive is better, whatever the figure's direction; null where one of the two cannot be taken. */
  readonly gain: { readonly value: number; readonly low: number; readonly high: number } | null
}

/** The cases of a suite that two runs have in common, in the same order, and how many only one of them has. */
export interface CommonCases {
  readonly before: readonly LoggedCase[]
  readonly now: readonly LoggedCase[]
  readonly onlyBefore: number
  readonly onlyNow: number
}

export function commonCases(suite: string, before: RunLog, now: RunLog): CommonCases {
  const byId = ({ cases }: RunLog) =>
    new Map(cases.filter((one) => one.suite === suite).map((one) => [one.id, one]))
  const [earlier, later] = [byId(before), byId(now)]
  const pairs = [...later].flatMap(([id, now]) => {
    const before = earlier.get(id)
    return before ? { before, now } : []
  })
  return {
    before: pairs.map(({ before }) => before),
    now: pairs.map(({ now }) => now),
    onlyBefore: earlier.size - pairs.length,
    onlyNow: later.size - pairs.length,
  }
}

/** How the figures of a suite changed over common cases; those that neither run can take are left out. */
export function changesOf({ metrics }: Pick<Suite, 'metrics'>, { before, now }: CommonCases): Change[] {
  return metrics.flatMap((metric) => {
    const [earlier, later] = [narrowed([metric], before), narrowed([metric], now)]
    const [was, is] = [totalOf(earlier), totalOf(later)]
    const values = { before: metric.value(was), now: metric.value(is) }
    if (Number.isNaN(values.before) && Number.isNaN(values.now)) return []
    const taken = !Number.isNaN(values.before) && !Number.isNaN(values.now)
    const same = taken && earlier.every((one, i) => JSON.stringify(one) === JSON.stringify(later[i]))
    return {
      name: metric.name,
      better: metric.better,
      ...values,
      n: metric.n(is) || metric.n(was),
      // Where no case differs, no resampling of them does.
      gain: same ? { value: 0, low: 0, high: 0 } : taken ? pairedGain(metric, later, earlier, SEED) : null,
    }
  })
}
