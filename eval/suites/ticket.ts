import { type LabelledCall, labelsOf } from '../labels/labelled-call.ts'
import { TICKET_FIELDS } from '../labels/ticket-fields.ts'
import { f1, type Metric, share } from '../metrics/metric.ts'
import { Tally } from '../metrics/total.ts'
import type { FieldReading, Solver } from '../solvers/solver.ts'
import { anyNear } from './near.ts'
import { type Claim, type Finding, type Score, type Sought, type Suite, slicesOf } from './suite.ts'

const fields = Object.keys(TICKET_FIELDS)
const precision = share('precision')
const recall = share('recall')
const metrics: readonly Metric[] = [
  precision,
  recall,
  f1('f1', precision, recall),
  share('support'),
  share('absentFilled', 'lower'),
  share('actionStatus'),
  ...fields.flatMap((field) => [share(`precision.${field}`), share(`recall.${field}`)]),
]

/**
 * The suggested fields against the labelled ones, value by value. `support`: of the suggested values that are right,
 * the share whose quote stands in its turn, within one turn of the labelled evidence. `absentFilled`: of the fields
 * that the dialogue does not support, the share that was filled.
 */
export const ticket: Suite = {
  name: 'ticket',
  about: 'suggested ticket fields, and the words that they rest on',
  metrics,
  headline: ['precision', 'recall', 'absentFilled'],
  samples({ calls }, { ticket }) {
    if (!ticket) return { unscored: 'nothing fills the ticket yet' }
    if (calls.length === 0) return { unscored: 'the set has no calls' }
    return calls.map((call) => ({
      id: call.id,
      slices: slicesOf(call),
      score: () => scoreCall(ticket, call),
    }))
  },
}

async function scoreCall(solve: NonNullable<Solver['ticket']>, call: LabelledCall): Promise<Score> {
  const tally = new Tally()
  const findings: Finding[] = []
  const claims: Claim[] = []
  const sought: Sought[] = []
  const reading = await solve(call)
  for (const field of fields) {
    const labels = labelsOf(call, field)
    const filled = reading[field] ?? []
    const expected = told(field, labels)
    const got = told(field, filled)
    const score = (metric: string, hit: boolean, what: string, turns: readonly number[]) => {
      tally.try(metric, hit)
      tally.try(`${metric}.${field}`, hit)
      if (!hit) findings.push({ what: `${field} ${what}`, severity: 3, turns, expected, got })
    }
    for (const { value, evidence } of labels) {
      const right = filled.filter((one) => same(one.value, value)).map(({ confidence }) => confidence)
      score('recall', right.length > 0, 'not suggested', evidence)
      sought.push({ detector: `ticket.${field}`, foundAt: right.length > 0 ? Math.max(...right) : null })
    }
    for (const one of filled) {
      const label = labels.find(({ value }) => same(value, one.value))
      const turns = one.evidence.map(({ turn }) => turn)
      score('precision', label !== undefined, 'suggested wrongly', turns)
      claims.push({ detector: `ticket.${field}`, confidence: one.confidence, correct: label !== undefined })
      if (!label) continue
      const supported = quotesStand(call, one) && anyNear(turns, label.evidence)
      tally.try('support', supported)
      if (!supported)
        findings.push({
          what: `${field} right, but not by its evidence`,
          severity: 3,
          turns,
          expected: label.evidence.join(', '),
          got: turns.join(', '),
        })
      if (label.status) tally.try('actionStatus', label.status === one.status)
    }
    if (labels.length === 0) tally.try('absentFilled', filled.length > 0)
  }
  return { counts: tally.counts, findings, claims, sought }
}

function same(a: string | number, b: string | number): boolean {
  const plain = (value: string | number) => String(value).replace(/[省市区县\s]/g, '')
  return plain(a) === plain(b)
}

function quotesStand(call: LabelledCall, { evidence }: FieldReading): boolean {
  return (
    evidence.length > 0 &&
    evidence.every(({ turn, quote }) => quote !== '' && call.turns[turn]?.text.includes(quote))
  )
}

/** Values for a finding; of a field that holds words only how many, since a log holds none that were said. */
function told(field: string, held: readonly { readonly value: string | number }[]): string {
  if (held.length === 0) return 'nothing'
  const isWords = TICKET_FIELDS[field]?.holds === 'words'
  return isWords ? 'words' : held.map(({ value }) => value).join(', ')
}
