import type { ItemEvidence, ItemReading, ItemState } from '../../call/events/guidance-events.ts'
import type { ItemMarks, Mark } from './marks.ts'
import type { RiskProtocol } from './risk-protocol.ts'

/** A denial no surer than this does not stand when the caller evades the question later. */
const WEAK_DENIAL = 0.6
/** As many places of a kind are told at most. */
const FIRST = 4
const LAST = 8
/** How sure it is that something was asked. */
const ASKED = 0.9

/** What a list of marks comes to, and the mark that decided it. */
interface Standing {
  readonly state: ItemState
  readonly turned: ItemReading['turned']
  readonly by: Mark | undefined
}

/** Where an item stands, from all that bears on it; null where nothing does. */
export function readingOf(
  risk: RiskProtocol,
  { item, whose, asked, marks, ratings }: ItemMarks,
): ItemReading | null {
  const { protocol, version, thresholds } = risk
  const told = marks.filter(
    ({ asked: isAnswer, says, confidence }) =>
      isAnswer ||
      says === 'back' ||
      confidence >= (says === 'no' ? thresholds.deny_from : thresholds.affirm_from),
  )
  const { state, turned, by } = risk.situational.includes(item) ? newest(told) : lasting(risk, item, told)
  const shown = state === 'open' && asked.length > 0 ? 'unanswered' : state
  if (shown === 'open') return null
  return {
    source: { protocol, version, rule: by?.rule ?? 'asked' },
    item,
    whose,
    state: shown,
    volunteered: asked.length === 0,
    turned,
    asked: firstAndLast(asked),
    evidence: firstAndLast(told).map(evidenceOf),
    ratings: firstAndLast(ratings),
    confidence: by?.confidence ?? ASKED,
  }
}

/** Of an item that is true of the moment: the newest answer, or where none is, the newest remark. */
function newest(told: readonly Mark[]): Standing {
  const clear = told.filter(({ says }) => says === 'yes' || says === 'no')
  const by = clear.findLast(({ asked }) => asked) ?? clear.at(-1)
  return { state: by ? (by.says === 'yes' ? 'affirmed' : 'denied') : 'open', turned: null, by }
}

/**
 * Of any other item. An admission stands, whatever was denied before it or is denied later; taken back in so many
 * words it is contradictory. A sign that was never more than a sign yields to a denial.
 */
function lasting(
  { thresholds, may_be_figurative }: RiskProtocol,
  item: string,
  told: readonly Mark[],
): Standing {
  const last = (says: Mark['says']) => told.findLastIndex((mark) => mark.says === says)
  const [admitted, denied, back] = [last('yes'), last('no'), last('back')]
  if (admitted < 0) return withoutAdmission(told, denied)
  const yes = strongest(told.filter(({ says }) => says === 'yes'))
  const isExplicit = yes.asked || yes.confidence >= thresholds.explicit_from
  const isTakenBack = back > admitted
  if (isTakenBack && isExplicit && !may_be_figurative.includes(item))
    return { state: 'contradictory', turned: 'taken-back', by: yes }
  if ((!isExplicit && denied > admitted) || (isTakenBack && !yes.asked))
    return { state: 'denied', turned: null, by: told[Math.max(denied, back)] }
  const wasDenied = told.slice(0, admitted).some(({ says, asked }) => says === 'no' && asked)
  return { state: 'affirmed', turned: wasDenied ? 'admitted' : null, by: yes }
}

/** A denial, unless the caller evaded the question after it. */
function withoutAdmission(told: readonly Mark[], denied: number): Standing {
  const by = told[denied]
  if (!by) return { state: 'open', turned: null, by: told.at(-1) }
  const evaded = told.findLast(
    ({ says, asked, rule }, i) =>
      i > denied && says === 'unclear' && asked && (rule !== 'no-answer' || by.confidence <= WEAK_DENIAL),
  )
  return evaded ? { state: 'open', turned: null, by: evaded } : { state: 'denied', turned: null, by }
}

/** Of a long list the beginning and the end: an item that comes up all the time must not fill the log. */
function firstAndLast<T>(list: readonly T[]): T[] {
  return list.length <= FIRST + LAST ? [...list] : [...list.slice(0, FIRST), ...list.slice(-LAST)]
}

function strongest(marks: readonly Mark[]): Mark {
  return marks.reduce((best, mark) => (mark.confidence > best.confidence ? mark : best))
}

function evidenceOf({ segmentId, start, end, says }: Mark): ItemEvidence {
  return { segmentId, start, end, says: says === 'back' ? 'no' : says }
}
