import { type LabelledCall, type RiskAnswer, RiskItem, type RiskLabel } from '../labels/labelled-call.ts'
import { f1, type Metric, meanOf, share } from '../metrics/metric.ts'
import { Tally } from '../metrics/total.ts'
import type { ItemReading, ItemState, Solver } from '../solvers/solver.ts'
import { anyNear } from './near.ts'
import { type Claim, type Finding, type Score, type Sought, type Suite, slicesOf } from './suite.ts'

/** The items whose missing is the worst error. */
const DANGERS = ['ideation', 'plan', 'in_progress'] as const

/** What the checklist should show for an answer. */
const SHOWN: Record<RiskAnswer, ItemState> = {
  yes: 'affirmed',
  volunteered_yes: 'affirmed',
  no: 'denied',
  volunteered_no: 'denied',
  unclear: 'unanswered',
  retracted: 'contradictory',
  not_asked: 'open',
}
const STATES = [...new Set(Object.values(SHOWN))]
const UNTOUCHED: ItemReading = { asked: [], state: 'open', evidence: [] }

const items = RiskItem.options
const askedRecall = share('asked.recall')
const askedPrecision = share('asked.precision')
const sentences = DANGERS.flatMap((item) => [
  share(`sentences.recall.${item}`),
  share(`sentences.precision.${item}`),
])

const metrics: readonly Metric[] = [
  share('falseReassurance', 'lower'),
  ...DANGERS.map((item) => share(`recall.${item}`)),
  share('falseAlarm', 'lower'),
  meanOf(
    'answer.accuracy',
    STATES.map((state) => share(`answer.accuracy.${state}`)),
  ),
  askedRecall,
  askedPrecision,
  f1('asked.f1', askedPrecision, askedRecall),
  ...items
    .filter((item) => !(DANGERS as readonly RiskItem[]).includes(item))
    .map((item) => share(`recall.${item}`)),
  ...items.map((item) => share(`precision.${item}`)),
  ...STATES.map((state) => share(`answer.accuracy.${state}`)),
  share('evidence'),
  share('thirdParty.asOwn', 'lower'),
  ...sentences,
]

/**
 * The checklist at the end of the call. `recall`: of what is present (yes, volunteered, retracted) the share shown
 * as affirmed or contradictory. `falseReassurance`: of the calls with ideation, plan or act, the share where one of
 * them is shown as denied or open. `answer.accuracy` is averaged by answer class. `thirdParty.asOwn`: of the items
 * that are only somebody else's, the share shown as the caller's.
 */
export const risk: Suite = {
  name: 'risk',
  about: 'the risk assessment: what was asked, what was answered, what was missed',
  metrics,
  headline: ['falseReassurance', 'recall.ideation', 'falseAlarm', 'answer.accuracy'],
  samples({ calls, signalSentences }, { risk, signals }) {
    const samples = [
      ...(risk
        ? calls.map((call) => ({ id: call.id, slices: slicesOf(call), score: () => scoreCall(risk, call) }))
        : []),
      ...(signals
        ? signalSentences.map(({ id, split, text, labels }) => ({
            id,
            slices: { ...(split && { split }), kind: 'sentence' },
            score: () => scoreSentence(signals, text, labels),
          }))
        : []),
    ]
    if (!risk && !signals) return { unscored: 'nothing follows the risk assessment yet' }
    return samples.length > 0 ? samples : { unscored: 'the set has no calls and no labelled sentences' }
  },
}

async function scoreCall(solve: NonNullable<Solver['risk']>, call: LabelledCall): Promise<Score> {
  const tally = new Tally()
  const findings: Finding[] = []
  const claims: Claim[] = []
  const sought: Sought[] = []
  const answers: [string, string][] = []
  const reading = await solve(call)
  let reassured = false
  let dangerous = false
  for (const item of items) {
    const label: RiskLabel = call.risk[item] ?? { asked: [], answer: 'not_asked', evidence: [] }
    const { asked, state, evidence, confidence } = reading.own[item] ?? UNTOUCHED
    const expected = SHOWN[label.answer]
    const present = expected === 'affirmed' || expected === 'contradictory'
    const shown = state === 'affirmed' || state === 'contradictory'
    const danger = (DANGERS as readonly RiskItem[]).includes(item)
    const finding = (what: string, severity: Finding['severity'], turns: readonly number[]) =>
      findings.push({ what: `${item} ${what}`, severity, turns, expected, got: state })

    if (present) {
      tally.try(`recall.${item}`, shown)
      // What is shown without a confidence is shown at every threshold.
      sought.push({ detector: `risk.${item}`, foundAt: shown ? (confidence ?? 1) : null })
      if (danger) {
        dangerous = true
        reassured ||= state === 'denied' || state === 'open'
      }
      if (!shown) finding('missed', danger ? 1 : 2, label.evidence)
    }
    if (shown) {
      tally.try(`precision.${item}`, present)
      tally.try('evidence', anyNear(evidence, label.evidence))
      if (!present) finding('shown, but not there', 3, evidence)
      if (confidence !== undefined) claims.push({ detector: `risk.${item}`, confidence, correct: present })
      const theirs = call.thirdPartyRisk[item]
      if (theirs && SHOWN[theirs.answer] === 'affirmed' && !present)
        finding("of somebody else's, shown as the caller's", 2, theirs.evidence)
    }
    if (call.thirdPartyRisk[item] && !present) tally.try('thirdParty.asOwn', shown)
    if (item === 'ideation' && ['no', 'volunteered_no', 'not_asked'].includes(label.answer))
      tally.try('falseAlarm', shown)
    if (label.asked.length > 0) {
      const heard = anyNear(asked, label.asked)
      tally.try('asked.recall', heard)
      if (!heard) finding('asked, not noticed', 3, label.asked)
    }
    if (asked.length > 0) {
      const right = anyNear(asked, label.asked)
      tally.try('asked.precision', right)
      if (!right) finding('not asked, but ticked', 2, asked)
    }
    if (call.risk[item] || state !== 'open') {
      tally.try(`answer.accuracy.${expected}`, state === expected)
      answers.push([expected, state])
      if (state !== expected && present === shown) finding('shown otherwise than answered', 2, label.evidence)
    }
  }
  if (dangerous) tally.try('falseReassurance', reassured)
  return { counts: tally.counts, findings, claims, sought, confusions: { 'risk answers': answers } }
}

async function scoreSentence(
  signals: NonNullable<Solver['signals']>,
  text: string,
  labels: Partial<Record<RiskItem, boolean>>,
): Promise<Score> {
  const tally = new Tally()
  const findings: Finding[] = []
  const claims: Claim[] = []
  const sought: Sought[] = []
  const found = await signals(text)
  for (const item of items) {
    const [present, shown] = [labels[item] === true, found[item] !== undefined]
    if (present) {
      tally.try(`sentences.recall.${item}`, shown)
      sought.push({ detector: `signals.${item}`, foundAt: found[item] ?? null })
    }
    if (shown) {
      tally.try(`sentences.precision.${item}`, present)
      claims.push({ detector: `signals.${item}`, confidence: found[item] ?? 0, correct: present })
    }
    if (present !== shown)
      findings.push({
        what: present ? `${item} missed in a sentence` : `${item} found in a sentence without it`,
        severity: present && (DANGERS as readonly RiskItem[]).includes(item) ? 1 : 3,
        turns: [0],
        expected: present ? 'found' : 'nothing',
        got: shown ? 'found' : 'nothing',
      })
  }
  return { counts: tally.counts, findings, claims, sought }
}
