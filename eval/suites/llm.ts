import type { Metric } from '../metrics/metric.ts'
import type { Total } from '../metrics/total.ts'
import { guidance } from './guidance.ts'
import { risk } from './risk.ts'
import { special } from './special.ts'
import type { Score, Suite } from './suite.ts'
import { summary } from './summary.ts'
import { ticket } from './ticket.ts'

const SUITES: readonly Suite[] = [risk, special, guidance, ticket, summary]

/** The suites that a language model can change, scored with the configured model at work; figures as `risk.recall.plan`. */
export const llm: Suite = {
  name: 'llm',
  about: 'risk, special, guidance, ticket and summary with the configured language model',
  metrics: SUITES.flatMap(({ name, metrics }) => metrics.map((metric) => ofSuite(name, metric))),
  headline: SUITES.flatMap(({ name, headline }) => headline.slice(0, 1).map((metric) => `${name}.${metric}`)),
  samples(dataset, { withModel }) {
    if (!withModel) return { unscored: 'no language model is configured' }
    const samples = SUITES.flatMap((suite) => {
      const own = suite.samples(dataset, withModel)
      if ('unscored' in own) return []
      return own.map((sample) => ({
        ...sample,
        id: `${suite.name}/${sample.id}`,
        score: async () => named(suite.name, await sample.score()),
      }))
    })
    return samples.length > 0
      ? samples
      : { unscored: 'the model takes part in nothing that the set has labels for' }
  },
}

function ofSuite(suite: string, metric: Metric): Metric {
  const own = (total: Total): Total => ({
    count: (name) => total.count(`${suite}.${name}`),
    sample: (name) => total.sample(`${suite}.${name}`),
  })
  return {
    name: `${suite}.${metric.name}`,
    better: metric.better,
    value: (total) => metric.value(own(total)),
    n: (total) => metric.n(own(total)),
  }
}

/** The same score, its counts and samples under the name of the suite that they belong to. */
function named(suite: string, score: Score): Score {
  const underName = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [`${suite}.${name}`, value]))
  return { ...score, counts: underName(score.counts), samples: underName(score.samples ?? {}) }
}
