import type { LabelledCall } from '../labels/labelled-call.ts'
import { PiiLabel } from '../labels/labelled-call.ts'
import { type Metric, share } from '../metrics/metric.ts'
import { Tally } from '../metrics/total.ts'
import type { RedactedStretch, Solver, Spoken } from '../solvers/solver.ts'
import { clinicalCharacters } from './clinical-words.ts'
import { type Claim, type Finding, type Score, type Sought, type Suite, slicesOf } from './suite.ts'

const types = PiiLabel.options
const leakedCalls = share('leakedCalls', 'lower')

const metrics: readonly Metric[] = [
  share('recall.all'),
  leakedCalls,
  ...types.map((type) => share(`recall.${type}`)),
  share('overRedaction', 'lower'),
  share('overRedaction.clinical', 'lower'),
]

/**
 * A gold span is covered when every one of its characters is redacted. Over-redaction is the share of characters
 * outside any gold span that were redacted; among drug names, amounts, times and ages it is told apart.
 */
export const redaction: Suite = {
  name: 'redaction',
  about: 'personal items that stay in the text, and harmless words that do not',
  metrics,
  headline: ['recall.all', 'leakedCalls', 'overRedaction'],
  samples({ calls, redactionSentences }, { redact }) {
    if (!redact) return { unscored: 'nothing redacts yet' }
    if (calls.length + redactionSentences.length === 0)
      return { unscored: 'the set has no calls and no sentences with personal items' }
    return [
      ...calls.map((call) => ({
        id: call.id,
        slices: slicesOf(call),
        score: () => scoreTexts(redact, call.turns, call.pii, true),
      })),
      ...redactionSentences.map(({ id, split, text, pii }) => ({
        id,
        slices: { ...(split && { split }), kind: 'sentence' },
        score: () =>
          scoreTexts(
            redact,
            [{ role: 'caller', text }],
            pii.map((span) => ({ ...span, turn: 0 })),
            false,
          ),
      })),
    ]
  },
}

async function scoreTexts(
  redact: NonNullable<Solver['redact']>,
  turns: readonly Spoken[],
  gold: LabelledCall['pii'],
  isCall: boolean,
): Promise<Score> {
  const tally = new Tally()
  const findings: Finding[] = []
  const claims: Claim[] = []
  const sought: Sought[] = []
  const confusions: [string, string][] = []
  const redacted = await redact(turns)
  for (const [turn, { text }] of turns.entries()) {
    const found = redacted[turn] ?? []
    const spans = gold.filter((span) => span.turn === turn)
    const gone = covered(text, found)
    const personal = covered(text, spans)
    for (const { start, end, type } of spans) {
      const hit = gone.slice(start, end).every(Boolean)
      tally.try(`recall.${type}`, hit)
      tally.try('recall.all', hit)
      sought.push({ detector: `redaction.${type}`, foundAt: coveredUpTo(found, { start, end, type }) })
      const as = found.find((stretch) => stretch.start < end && stretch.end > start)
      confusions.push([type, hit ? (as?.type ?? type) : 'leaked'])
      if (!hit)
        findings.push({
          what: `${type} leaked`,
          severity: 2,
          turns: [turn],
          expected: `all of [${start}, ${end}) redacted`,
          got: `${gone.slice(start, end).filter((is) => !is).length} characters left`,
          span: { start, end },
        })
    }
    for (const stretch of found) {
      const { start, end, type, confidence } = stretch
      const correct = personal.slice(start, end).some(Boolean)
      claims.push({ detector: `redaction.${type}`, confidence, correct })
      if (!correct)
        findings.push({
          what: `harmless words redacted as ${type}`,
          severity: 3,
          turns: [turn],
          expected: 'kept',
          got: type,
          span: { start, end },
        })
    }
    const clinical = clinicalCharacters(text)
    for (const [i, isPersonal] of personal.entries()) {
      if (isPersonal) continue
      tally.try('overRedaction', gone[i] === true)
      if (clinical[i]) tally.try('overRedaction.clinical', gone[i] === true)
    }
  }
  if (isCall)
    tally.try(
      'leakedCalls',
      findings.some(({ severity }) => severity === 2),
    )
  return { counts: tally.counts, findings, claims, sought, confusions: { 'personal items': confusions } }
}

/** The highest threshold at which the stretches of the span's own type still cover each of its characters. */
function coveredUpTo(
  found: readonly RedactedStretch[],
  { start, end, type }: Pick<RedactedStretch, 'start' | 'end' | 'type'>,
): number | null {
  const own = found.filter((stretch) => stretch.type === type)
  const upTo = Array.from({ length: end - start }, (_, i) =>
    Math.max(
      ...own
        .filter((stretch) => stretch.start <= start + i && start + i < stretch.end)
        .map(({ confidence }) => confidence),
    ),
  )
  const weakest = Math.min(...upTo)
  return weakest === Number.NEGATIVE_INFINITY ? null : weakest
}

/** For each character of a text whether some stretch covers it. */
function covered(text: string, stretches: readonly Pick<RedactedStretch, 'start' | 'end'>[]): boolean[] {
  const is = Array.from({ length: text.length }, () => false)
  for (const { start, end } of stretches) is.fill(true, start, end)
  return is
}
