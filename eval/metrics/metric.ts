import type { Total } from './total.ts'

/** A figure of a suite. */
export interface Metric {
  readonly name: string
  readonly better: 'higher' | 'lower'
  /** NaN where there is nothing to take it of. */
  value(total: Total): number
  /** How many things it was taken of. */
  n(total: Total): number
}

/** The share of hits among the tries counted by `Tally.try(name)`. */
export function share(name: string, better: Metric['better'] = 'higher', counted = name): Metric {
  return {
    name,
    better,
    value: (total) => total.count(counted) / total.count(`${counted}.of`),
    n: (total) => total.count(`${counted}.of`),
  }
}

/** The mean of several figures, over those that could be taken. */
export function meanOf(name: string, metrics: readonly Metric[]): Metric {
  return {
    name,
    better: metrics[0]?.better ?? 'higher',
    value(total) {
      const values = metrics.map((metric) => metric.value(total)).filter((value) => !Number.isNaN(value))
      return values.reduce((sum, value) => sum + value, 0) / values.length
    },
    n: (total) => metrics.reduce((sum, metric) => sum + metric.n(total), 0),
  }
}

/** Harmonic mean of precision and recall; 0 where both are, NaN where neither can be taken. */
export function f1(name: string, precision: Metric, recall: Metric): Metric {
  return {
    name,
    better: 'higher',
    value(total) {
      const r = recall.value(total)
      if (Number.isNaN(r)) return Number.NaN
      const p = precision.value(total) || 0
      return p + r === 0 ? 0 : (2 * p * r) / (p + r)
    },
    n: recall.n,
  }
}

/** The p-th quantile (0–1) of a sample, by nearest rank. */
export function quantileOf(name: string, p: number, sample: string): Metric {
  return {
    name,
    better: 'lower',
    value(total) {
      const sorted = total.sample(sample).toSorted((a, b) => a - b)
      return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
    },
    n: (total) => total.sample(sample).length,
  }
}
