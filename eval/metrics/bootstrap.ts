import type { Metric } from './metric.ts'
import { type Contribution, totalOf } from './total.ts'

/** A figure with its number of things counted and its 95 % interval. */
export interface Figure {
  readonly value: number
  readonly n: number
  readonly low: number
  readonly high: number
}

const RESAMPLES = 1000

/**
 * Each metric with its percentile bootstrap interval: cases (calls) are drawn again with replacement, since the
 * things counted within one call are not independent. Metrics that cannot be taken are left out.
 */
export function withIntervals(
  metrics: readonly Metric[],
  cases: readonly Contribution[],
  seed: number,
): Record<string, Figure> {
  const total = totalOf(cases)
  const taken = metrics.filter((metric) => metric.n(total) > 0 && !Number.isNaN(metric.value(total)))
  const drawn = draws(cases.length, seed).map((picks) => {
    const resampled = totalOf(picks.map((i) => cases[i] as Contribution))
    return taken.map((metric) => metric.value(resampled))
  })
  return Object.fromEntries(
    taken.map((metric, m) => {
      const { low, high } = interval(drawn.map((values) => values[m] as number))
      return [metric.name, { value: metric.value(total), n: metric.n(total), low, high }]
    }),
  )
}

/** How much better `now` is than `before` on the same cases: positive is better, whatever the metric's direction. */
export function pairedGain(
  metric: Metric,
  now: readonly Contribution[],
  before: readonly Contribution[],
  seed: number,
): { value: number; low: number; high: number } {
  const sign = metric.better === 'higher' ? 1 : -1
  const gain = (a: readonly Contribution[], b: readonly Contribution[]) =>
    sign * (metric.value(totalOf(a)) - metric.value(totalOf(b)))
  const drawn = draws(now.length, seed).map((picks) =>
    gain(
      picks.map((i) => now[i] as Contribution),
      picks.map((i) => before[i] as Contribution),
    ),
  )
  return { value: gain(now, before), ...interval(drawn) }
}

function draws(size: number, seed: number): number[][] {
  const random = generator(seed)
  return Array.from({ length: RESAMPLES }, () =>
    Array.from({ length: size }, () => Math.floor(random() * size)),
  )
}

function interval(drawn: readonly number[]): { low: number; high: number } {
  const sorted = drawn.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const at = (p: number) => sorted[Math.round(p * (sorted.length - 1))] ?? Number.NaN
  return { low: at(0.025), high: at(0.975) }
}

/** Mulberry32: small, seeded, the same on every machine. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
