import { type LabelledCall, RiskItem } from '../labels/labelled-call.ts'
import { type Metric, share } from '../metrics/metric.ts'
import { Tally } from '../metrics/total.ts'
import { near } from './near.ts'
import { type Finding, type Suite, slicesOf } from './suite.ts'

const metrics: readonly Metric[] = [
  share('omissions', 'lower'),
  share('omissions.danger', 'lower'),
  share('support'),
]
const DANGERS: readonly string[] = ['ideation', 'plan', 'in_progress', 'past_attempt'] satisfies RiskItem[]

/**
 * The drafted summary, without a judge: `support` is the share of its statements whose every quote stands in the
 * turn that it names; `omissions` the share of what the labels know (main topic, actions, every risk item asked or
 * told) that no statement rests on, within a turn.
 */
export const summary: Suite = {
  name: 'summary',
  about: 'the drafted summary: statements without support, facts left out',
  metrics,
  headline: ['omissions', 'support'],
  samples({ calls }, { summary }) {
    if (!summary) return { unscored: 'nothing drafts a summary yet' }
    if (calls.length === 0) return { unscored: 'the set has no calls' }
    return calls.map((call) => ({
      id: call.id,
      slices: slicesOf(call),
      async score() {
        const tally = new Tally()
        const findings: Finding[] = []
        const statements = await summary(call)
        for (const [i, { evidence }] of statements.entries()) {
          const stands =
            evidence.length > 0 && evidence.every(({ turn, quote }) => call.turns[turn]?.text.includes(quote))
          tally.try('support', stands)
          if (!stands)
            findings.push({
              what: 'statement without support',
              severity: 2,
              turns: evidence.map(({ turn }) => turn),
              expected: 'a quote',
              got: `statement ${i + 1}`,
            })
        }
        const rested = statements.flatMap(({ evidence }) => evidence.map(({ turn }) => turn))
        for (const { what, turns } of factsOf(call)) {
          const told = turns.some((turn) => rested.some((other) => near(turn, other)))
          tally.try('omissions', !told)
          if (DANGERS.includes(what)) tally.try('omissions.danger', !told)
          if (!told)
            findings.push({
              what: `${what} left out`,
              severity: DANGERS.includes(what) ? 1 : 3,
              turns,
              expected: 'told',
              got: 'nothing',
            })
        }
        return { counts: tally.counts, findings }
      },
    }))
  },
}

function factsOf(call: LabelledCall): { what: string; turns: readonly number[] }[] {
  const risk = RiskItem.options.flatMap((item) => {
    const label = call.risk[item]
    return label && label.evidence.length > 0 ? { what: item, turns: label.evidence } : []
  })
  const ticket = ['main_topic', 'actions'].flatMap((field) =>
    [call.ticket[field] ?? []].flat().map(({ evidence }) => ({ what: field, turns: evidence })),
  )
  return [...risk, ...ticket.filter(({ turns }) => turns.length > 0)]
}
