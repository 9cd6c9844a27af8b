import type { Evidence, Rating } from '../../call/events/guidance-events.ts'
import type { Heard } from '../lexicon/heard.ts'
import { firstNumber } from './ratings.ts'
import type { RiskProtocol } from './risk-protocol.ts'

/** A number given on a scale, and what it says of the item. */
export interface RatedAnswer {
  readonly rating: Rating
  readonly says: 'yes' | 'no' | 'unclear'
}

/** How far from a number the word may stand that names another scale than the question: 绝望八十 (characters). */
const NAMED_BEFORE = 6
const NAMED_AFTER = 4

/**
 * Reads a number as an answer on one of the item's scales: the one that the caller names beside it, else the one that
 * the question names, else the first. Null where there is no number.
 */
export function rateAnswer(
  protocol: RiskProtocol,
  item: string,
  question: string,
  heard: Heard,
  segmentId: string,
): RatedAnswer | null {
  const number = firstNumber(heard.text)
  const scales = protocol.scales.filter((scale) => scale.item === item)
  const named = (words: string) => scales.find((scale) => scale.words.some((word) => words.includes(word)))
  if (!number) return null
  const beside = heard.text.slice(Math.max(0, number.start - NAMED_BEFORE), number.end + NAMED_AFTER)
  const scale = named(beside) ?? named(question) ?? scales[0]
  if (!scale) return null
  const said = rangeSaid(question)
  const max = number.tenths ? 10 : (said ?? scale.max)
  const evidence: Evidence = { segmentId, ...heard.placeOf(number.start, number.end) }
  const { value, upTo } = number
  const rating = { scale: scale.id, value, upTo, min: scale.min, max, worse: scale.worse, evidence }
  if (!scale.decides) return { rating, says: 'yes' }
  // Seven of ten or seven of a hundred: nobody said.
  if (said === null && !number.tenths && max > 10 && upTo <= 10 && value > 0)
    return { rating, says: 'unclear' }
  const share = ((value + upTo) / 2 - scale.min) / (max - scale.min)
  const badness = scale.worse === 'high' ? share : 1 - share
  if (badness >= scale.decides.yes_from) return { rating, says: 'yes' }
  return { rating, says: badness <= scale.decides.no_to ? 'no' : 'unclear' }
}

/** The end of the scale, where the question says it. */
function rangeSaid(question: string): number | null {
  if (/一百|100|百分/.test(question)) return 100
  return /(?:零|0|一|1)到(?:十|10)(?!\d)|(?:满分|是)(?:是)?十|十分(?:是|的话|为|最|满)|十(?:是|分是)/.test(
    question,
  )
    ? 10
    : null
}
