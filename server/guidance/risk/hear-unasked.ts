import type { Signal } from './assessment.ts'
import type { Statement } from './find-statements.ts'
import type { Answered, CallerSegment } from './hear-answers.ts'
import { type Items, isRaised, keyOf, type Mark, placeOf, withIdeation, withMark } from './marks.ts'
import type { RiskProtocol } from './risk-protocol.ts'

/** What can be taken back in so many words. */
const CAN_BE_TAKEN_BACK: ReadonlySet<string> = new Set([
  'ideation',
  'plan',
  'timing',
  'means',
  'in_progress',
  'harm_others',
])
const TAKEN_BACK = 0.85
/** From this confidence on the caller speaks of somebody's thoughts of suicide. */
const SPEAKS_OF_IT = 0.7

/** What of `statements` was said of something else than what was asked. */
export function unaskedOf(
  { items, read }: Pick<Answered, 'items' | 'read'>,
  statements: readonly Statement[],
): Statement[] {
  return statements.filter(
    (one) =>
      one.unasked > 0 &&
      !read.has(keyOf(one)) &&
      !(one.past && one.item === 'ideation') &&
      (!one.raised || isRaised(items)),
  )
}

/** The items with what the segment says unasked. */
export function withUnasked(items: Items, { segment, heard, statements }: CallerSegment): Items {
  let all = items
  for (const one of statements) {
    const { says, rule, unasked: confidence, past, start, end } = one
    const mark = { ...placeOf(segment, heard, start, end), says, rule, confidence, asked: false }
    all = withMark(all, one, mark)
    if (says === 'yes' && !past) all = withIdeation(all, one, mark)
  }
  return all
}

/** The signals that the segment raises. */
export function signalsOf(
  { signals, thresholds }: RiskProtocol,
  { segment, heard, statements }: CallerSegment,
): Signal[] {
  return statements
    .filter(
      ({ item, says, past, unasked }) =>
        says === 'yes' && !past && unasked >= thresholds.signal_from && signals.includes(item),
    )
    .map(({ item, whose, rule, unasked: confidence, start, end }) => ({
      item,
      whose,
      rule,
      confidence,
      evidence: placeOf(segment, heard, start, end),
    }))
}

/** The items after the caller said that what he admitted was not meant. */
export function takenBack(items: Items, place: Pick<Mark, 'segmentId' | 'start' | 'end'>): Items {
  let all = items
  for (const { item, whose, marks } of items.values())
    if (whose === 'caller' && CAN_BE_TAKEN_BACK.has(item) && marks.some(({ says }) => says === 'yes'))
      all = withMark(
        all,
        { item, whose },
        { ...place, says: 'back', rule: 'taken-back', confidence: TAKEN_BACK, asked: false },
      )
  return all
}

/** The caller tells of somebody else's thoughts of suicide, and of none of his own. */
export function isOfAnother(statements: readonly Statement[]): boolean {
  const tells = statements.filter(
    ({ item, says, unasked }) => item === 'ideation' && says === 'yes' && unasked >= SPEAKS_OF_IT,
  )
  return tells.length > 0 && tells.every(({ whose }) => whose === 'third_party')
}
