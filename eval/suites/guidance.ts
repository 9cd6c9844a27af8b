import type { LabelledCall } from '../labels/labelled-call.ts'
import { f1, type Metric, share } from '../metrics/metric.ts'
import { Tally } from '../metrics/total.ts'
import type { GuidanceReading } from '../solvers/solver.ts'
import { near } from './near.ts'
import { type Finding, type Suite, slicesOf } from './suite.ts'

const POINTS = ['greeting', 'notice', 'confidentiality', 'summary', 'feedback'] as const
const recall = share('recall')
const precision = share('precision')
const metrics: readonly Metric[] = [
  recall,
  precision,
  f1('f1', precision, recall),
  ...[...POINTS, 'steps'].flatMap((point) => [share(`recall.${point}`), share(`precision.${point}`)]),
]

/** Which points of the call the responder did, each recognised within one turn. */
export const guidance: Suite = {
  name: 'guidance',
  about: 'greeting, notice, confidentiality, summary, feedback and the steps for special callers',
  metrics,
  headline: ['recall', 'precision'],
  samples({ calls }, { guidance }) {
    if (!guidance) return { unscored: 'nothing follows the stages of the call yet' }
    if (calls.length === 0) return { unscored: 'the set has no calls' }
    return calls.map((call) => ({
      id: call.id,
      slices: slicesOf(call),
      async score() {
        const tally = new Tally()
        const findings: Finding[] = []
        const reading = await guidance(call)
        for (const point of [...POINTS, 'steps'] as const) {
          const expected = turnsOf(call.guidance, point)
          const got = turnsOf(reading, point)
          const score = (metric: string, turn: number, others: readonly number[], what: string) => {
            const hit = others.some((other) => near(turn, other))
            tally.try(metric, hit)
            tally.try(`${metric}.${point}`, hit)
            if (!hit)
              findings.push({
                what: `${point} ${what}`,
                severity: 3,
                turns: [turn],
                expected: expected.join(', ') || 'none',
                got: got.join(', ') || 'none',
              })
          }
          for (const turn of expected) score('recall', turn, got, 'not noticed')
          for (const turn of got) score('precision', turn, expected, 'ticked, but not done')
        }
        return { counts: tally.counts, findings }
      },
    }))
  },
}

function turnsOf(
  of: LabelledCall['guidance'] | GuidanceReading,
  point: (typeof POINTS)[number] | 'steps',
): readonly number[] {
  return [of[point] ?? []].flat()
}
