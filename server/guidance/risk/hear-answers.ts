import type { Segment } from '../../call/call-state.ts'
import type { Rating } from '../../call/events/guidance-events.ts'
import type { Heard } from '../lexicon/heard.ts'
import type { Assessment } from './assessment.ts'
import type { Statement } from './find-statements.ts'
import { type Items, keyOf, type Mark, placeOf, withIdeation, withMark, withRating } from './marks.ts'
import { type OpenAsk, type Question, questionAnswered } from './question.ts'
import { rateAnswer } from './rate-answer.ts'
import { readAnswer } from './read-answer.ts'
import type { RiskLexicon } from './risk-lexicon.ts'
import type { RiskProtocol } from './risk-protocol.ts'

/** A segment of the caller's, with what it says. */
export interface CallerSegment {
  readonly segment: Segment
  readonly heard: Heard
  readonly statements: readonly Statement[]
}

/** What a segment answered; `read` are the items that it said something of. */
export interface Answered {
  readonly items: Items
  readonly question: Question | null
  readonly read: ReadonlySet<string>
}

interface OneAnswer {
  readonly mark: Mark
  readonly rating?: Rating
}

/** An answer to an open question has at least as many characters. */
const OPEN_ANSWER = 4
/** How sure an answer is, by what it rests on. */
const RATED = 0.9
const ADMITTED = 0.8
const OPEN_CONFIDENCE = 0.6
const NO_ANSWER = 0.4

/** Reads a segment as an answer to what was asked. */
export function hearAnswers(
  lexicon: RiskLexicon,
  protocol: RiskProtocol,
  { items, question }: Assessment,
  caller: CallerSegment,
): Answered {
  const read = new Set<string>()
  if (!question) return { items, question, read }
  let all = items
  const asks = question.asks.map((ask) => {
    const answer = ask.answered
      ? hearAdmission(lexicon, ask, caller)
      : hearAnswer(lexicon, protocol, ask, question, caller)
    if (!answer) return ask
    const { mark, rating } = answer
    all = withMark(all, ask, mark)
    if (rating) all = withRating(all, ask, rating)
    if (mark.says === 'yes') all = withIdeation(all, ask, mark)
    if (mark.rule !== 'no-answer') read.add(keyOf(ask))
    return { ...ask, answered: mark.says !== 'unclear' }
  })
  return { items: all, question: questionAnswered(question, asks), read }
}

function hearAnswer(
  lexicon: RiskLexicon,
  protocol: RiskProtocol,
  ask: OpenAsk,
  question: Question,
  { segment, heard, statements }: CallerSegment,
): OneAnswer | null {
  const { text } = heard
  const isLapsed = question.stage === 'lapsed'
  const mark = (
    says: Mark['says'],
    rule: string,
    confidence: number,
    start = 0,
    end = text.length,
  ): Mark => ({
    ...placeOf(segment, heard, start, end),
    says,
    rule,
    confidence,
    asked: true,
  })
  if (ask.form === 'scale' && !isLapsed) {
    const rated = rateAnswer(protocol, ask.item, question.words, heard, segment.segmentId)
    if (rated)
      return { rating: rated.rating, mark: { ...mark(rated.says, 'rated', RATED), ...rated.rating.evidence } }
  }
  const answer = readAnswer(lexicon, ask, question.words, text, statements, isLapsed)
  if (answer) return { mark: mark(answer.says, answer.rule, answer.confidence, answer.start, answer.end) }
  if (isLapsed || lexicon.answers.backchannel.test(text)) return null
  if (ask.item === 'protective' && ask.form === 'open' && text.length >= OPEN_ANSWER)
    return { mark: mark('yes', 'open-answer', OPEN_CONFIDENCE) }
  return { mark: mark('unclear', 'no-answer', NO_ANSWER) }
}

/** After a denial, before the responder goes on: 其实有的. */
function hearAdmission(
  { answers }: RiskLexicon,
  ask: OpenAsk,
  { segment, heard }: CallerSegment,
): OneAnswer | null {
  const match = ask.turned || ask.form === 'scale' ? null : answers.admits.exec(heard.text)
  if (!match) return null
  const place = placeOf(segment, heard, match.index, match.index + match[0].length)
  return { mark: { ...place, says: 'yes', rule: 'admits', confidence: ADMITTED, asked: true } }
}
