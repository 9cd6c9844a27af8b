import type { Metric } from '../metrics/metric.ts'
import type { Contribution, Total } from '../metrics/total.ts'

/**
 * The same cases with only those counts and samples that some metrics read. Intervals come out the same, many times
 * sooner: a report takes far more of them than a run does.
 */
export function narrowed<C extends Contribution>(
  metrics: readonly Metric[],
  cases: readonly C[],
): Contribution[] {
  const read = namesRead(metrics)
  const kept = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => read.has(name)))
  return cases.map(({ counts, samples }) => ({ counts: kept(counts), samples: kept(samples) }))
}

function namesRead(metrics: readonly Metric[]): Set<string> {
  const names = new Set<string>()
  const noting: Total = {
    count(name) {
      names.add(name)
      return 1
    },
    sample(name) {
      names.add(name)
      return [1]
    },
  }
  for (const metric of metrics) {
    metric.value(noting)
    metric.n(noting)
  }
  return names
}
