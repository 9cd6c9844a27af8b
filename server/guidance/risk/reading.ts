import type { ItemEvidence, ItemReading } from '../../call/events/guidance-events.ts'
import type { ItemMarks, Mark } from './marks.ts'
import type { RiskProtocol } from './risk-protocol.ts'

/** A denial no surer than this does not stand when the caller evades the question later. */
const WEAK_DENIAL = 0.6

/** Where an item stands, from all that bears on it. */
export function readingOf(
  { protocol, version, thresholds, situational }: RiskProtocol,
  { item, whose, asked, marks, ratings }: ItemMarks,
): ItemReading | null {
  const told = marks.filter((mark) => counts(mark))
  const { state, turned, by } = situational.includes(item) ? latest(told) : lasting(told)
  const shown = state === 'open' && asked.length > 0 ? 'unanswered' : state
  if (shown === 'open') return null
  const evidence = told.map(
    ({ segmentId, start, end, says }) =>
      ({ segmentId, start, end, says: says === 'back' ? 'no' : says }) as ItemEvidence,
  )
  return {
    source: { protocol, version, rule: by?.rule ?? 'asked' },
    item,
    whose,
    state: shown,
    volunteered: asked.length === 0,
    turned,
    asked: [...asked],
    evidence,
    ratings: [...ratings],
    confidence: by?.confidence ?? 0.9,
  }

  function counts({ asked: isAnswer, says, confidence }: Mark): boolean {
    if (isAnswer || says === 'back') return true
    return confidence >= (says === 'no' ? thresholds.deny_from : thresholds.affirm_from)
  }

  function latest(all: readonly Mark[]) {
    const last =
      all.findLast((mark) => mark.asked && mark.says !== 'unclear') ??
      all.findLast(({ says }) => says !== 'unclear')
    return {
      state: last ? (last.says === 'yes' ? 'affirmed' : 'denied') : 'open',
      turned: null,
      by: last,
    } as const
  }

  function lasting(all: readonly Mark[]) {
    const admitted = all.findLastIndex(({ says }) => says === 'yes')
    const denied = all.findLastIndex(({ says }) => says === 'no')
    const back = all.findLastIndex(({ says }) => says === 'back')
    if (admitted >= 0) {
      const yes = strongest(all.filter(({ says }) => says === 'yes'))
      const explicit = yes.asked || yes.confidence >= thresholds.explicit_from
      if (back > admitted && explicit && item !== 'harm_others')
        return { state: 'contradictory', turned: 'taken-back', by: yes } as const
      if ((denied > admitted || back > admitted) && !explicit)
        return { state: 'denied', turned: null, by: all[Math.max(denied, back)] } as const
      if (back > admitted && !yes.asked) return { state: 'denied', turned: null, by: all[back] } as const
      const deniedBefore = all.slice(0, admitted).some(({ says, asked }) => says === 'no' && asked)
      return { state: 'affirmed', turned: deniedBefore ? 'admitted' : null, by: yes } as const
    }
    if (denied >= 0) {
      const unclear = all.findLast(({ says, rule }) => says === 'unclear' && rule !== 'no-answer')
      const evaded = all.findLast(({ says, asked }) => says === 'unclear' && asked)
      if (evaded && all.indexOf(evaded) > denied && (all[denied]?.confidence ?? 1) <= WEAK_DENIAL)
        return { state: 'open', turned: null, by: evaded } as const
      if (unclear && all.indexOf(unclear) > denied)
        return { state: 'open', turned: null, by: unclear } as const
      return { state: 'denied', turned: null, by: all[denied] } as const
    }
    return { state: 'open', turned: null, by: all.at(-1) } as const
  }
}

function strongest(marks: readonly Mark[]): Mark {
  return marks.reduce((best, mark) => (mark.confidence > best.confidence ? mark : best))
}
