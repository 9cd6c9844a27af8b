import { SpecialKind } from '../labels/labelled-call.ts'
import { f1, type Metric, meanOf, quantileOf, share } from '../metrics/metric.ts'
import { Tally } from '../metrics/total.ts'
import { type Finding, type Suite, slicesOf } from './suite.ts'

const kinds = SpecialKind.options
const metrics: readonly Metric[] = [
  meanOf(
    'f1.macro',
    kinds.map((kind) => f1(`f1.${kind}`, share(`precision.${kind}`), share(`recall.${kind}`))),
  ),
  ...kinds.map((kind) => share(`recall.${kind}`)),
  ...kinds.map((kind) => share(`precision.${kind}`)),
  ...kinds.map((kind) => quantileOf(`firstTurn.${kind}`, 0.5, `firstTurn.${kind}`)),
]

/** Which special callers were suggested, and after which turn first (`firstTurn`, median over right suggestions). */
export const special: Suite = {
  name: 'special',
  about: 'silent, idle, harassing, abusive, repeat, psychotic, third-party callers and minors',
  metrics,
  headline: ['f1.macro'],
  samples({ calls }, { special }) {
    if (!special) return { unscored: 'nothing looks for special callers yet' }
    if (calls.length === 0) return { unscored: 'the set has no calls' }
    return calls.map((call) => ({
      id: call.id,
      slices: slicesOf(call),
      async score() {
        const tally = new Tally()
        const findings: Finding[] = []
        const samples: Record<string, number[]> = {}
        const suggestions = await special(call)
        const claims = suggestions.map(({ kind, confidence }) => ({
          detector: `special.${kind}`,
          confidence,
          correct: call.special.includes(kind),
        }))
        const sought = call.special.map((kind) => ({
          detector: `special.${kind}`,
          foundAt: suggestions.find((one) => one.kind === kind)?.confidence ?? null,
        }))
        const confusions: [string, string][] = []
        for (const kind of kinds) {
          const is = call.special.includes(kind)
          const suggestion = suggestions.find((one) => one.kind === kind)
          if (is) tally.try(`recall.${kind}`, suggestion !== undefined)
          if (suggestion) tally.try(`precision.${kind}`, is)
          if (is && suggestion) samples[`firstTurn.${kind}`] = [suggestion.turn]
          if (is || suggestion) confusions.push([is ? kind : 'none', suggestion ? kind : 'none'])
          if (is !== (suggestion !== undefined))
            findings.push({
              what: is ? `${kind} not suggested` : `${kind} suggested, but is not`,
              severity: 3,
              turns: suggestion ? [suggestion.turn] : [],
              expected: call.special.join(', ') || 'none',
              got: suggestions.map((one) => one.kind).join(', ') || 'none',
            })
        }
        return {
          counts: tally.counts,
          samples,
          findings,
          claims,
          sought,
          confusions: { 'special callers': confusions },
        }
      },
    }))
  },
}
