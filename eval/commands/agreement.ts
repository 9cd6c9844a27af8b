import { type LabelledCall, labelsOf, RiskItem, SpecialKind } from '../labels/labelled-call.ts'
import { loadDataset } from '../labels/load-dataset.ts'
import { TICKET_FIELDS } from '../labels/ticket-fields.ts'
import { kappa } from '../metrics/agreement.ts'
import { near } from '../suites/near.ts'
import { UsageError } from './usage-error.ts'

interface Agreement {
  readonly what: string
  readonly value: number
  readonly n: number
}

/** `eval agreement FIRST SECOND`: how far two labellings of the same calls agree. */
export async function agreement(args: readonly string[]): Promise<number> {
  const [first, second] = args
  if (!first || !second) throw new UsageError('agreement takes two sets: the first and the second labels')
  const [one, other] = await Promise.all([loadDataset(first), loadDataset(second)])
  const pairs = one.calls.flatMap((call) => {
    const again = other.calls.find(({ id }) => id === call.id)
    return again ? [[call, again] as const] : []
  })
  if (pairs.length === 0) throw new UsageError('the two sets have no call in common')
  process.stdout.write(`${pairs.length} calls labelled twice\n`)
  for (const { what, value, n } of agreements(pairs))
    process.stdout.write(`  ${what.padEnd(56)} ${value.toFixed(2).padStart(6)}   n = ${n}\n`)
  return 0
}

/** The agreements worth knowing of calls that were labelled twice. */
export function agreements(calls: readonly (readonly [LabelledCall, LabelledCall])[]): Agreement[] {
  const kappaOf = (what: string, pairs: readonly (readonly [string, string])[]) => ({
    what: `${what}, kappa`,
    value: kappa(pairs),
    n: pairs.length,
  })
  const answers = calls.flatMap(([a, b]) =>
    RiskItem.options
      .filter((item) => a.risk[item] || b.risk[item])
      .map((item) => [a.risk[item]?.answer ?? 'not_asked', b.risk[item]?.answer ?? 'not_asked'] as const),
  )
  const present = (item: RiskItem) =>
    calls.map(([a, b]) => {
      const is = (call: LabelledCall) => /yes|retracted/.test(call.risk[item]?.answer ?? '')
      return [String(is(a)), String(is(b))] as const
    })
  const specials = calls.flatMap(([a, b]) =>
    SpecialKind.options.map(
      (kind) => [`${a.special.includes(kind)}`, `${b.special.includes(kind)}`] as const,
    ),
  )
  const levels = calls.map(([a, b]) => [a.level ?? '', b.level ?? ''] as const)
  return [
    kappaOf('risk answers, of items that either labelled', answers),
    kappaOf('ideation present', present('ideation')),
    kappaOf('plan present', present('plan')),
    kappaOf('special callers', specials),
    kappaOf('level', levels),
    mutual('turns in which a risk item is asked', calls, askedOf),
    mutual('personal items: same characters, same type', calls, personalOf),
    mutual('ticket values', calls, valuesOf),
  ]
}

type Thing = { readonly key: string; readonly turn?: number }

/** F1 of one labelling against the other: there is no count of what neither labelled, so no kappa can be taken. */
function mutual(
  what: string,
  calls: readonly (readonly [LabelledCall, LabelledCall])[],
  thingsOf: (call: LabelledCall) => readonly Thing[],
): Agreement {
  const isIn = (thing: Thing, others: readonly Thing[]) =>
    others.some(({ key, turn }) => key === thing.key && (turn === undefined || near(turn, thing.turn ?? 0)))
  let [shared, all] = [0, 0]
  for (const [a, b] of calls.map((pair) => pair.map(thingsOf))) {
    const [ours, theirs] = [a ?? [], b ?? []]
    shared +=
      ours.filter((thing) => isIn(thing, theirs)).length + theirs.filter((thing) => isIn(thing, ours)).length
    all += ours.length + theirs.length
  }
  return { what: `${what}, F1`, value: shared / all, n: all }
}

function askedOf({ risk }: LabelledCall): Thing[] {
  return RiskItem.options.flatMap((item) => (risk[item]?.asked ?? []).map((turn) => ({ key: item, turn })))
}

function personalOf({ pii }: LabelledCall): Thing[] {
  return pii.map(({ turn, start, end, type }) => ({ key: `${turn} ${start} ${end} ${type}` }))
}

function valuesOf(call: LabelledCall): Thing[] {
  return Object.keys(TICKET_FIELDS).flatMap((field) =>
    labelsOf(call, field).map(({ value }) => ({ key: `${field} ${value}` })),
  )
}
