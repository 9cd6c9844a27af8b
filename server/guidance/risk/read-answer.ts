import type { Ask } from './find-asks.ts'
import type { Statement } from './find-statements.ts'
import type { RiskLexicon } from './risk-lexicon.ts'

/** What a caller's segment says to a question. */
export interface Answer {
  readonly says: 'yes' | 'no' | 'unclear'
  readonly rule: string
  readonly confidence: number
  /** In the heard text. */
  readonly start: number
  readonly end: number
}

/** A statement as sure as this outweighs the word that the answer begins with; one less sure than that is no answer. */
const OUTWEIGHS = 0.8
const BEARS = 0.5
const WEAK_DENIAL = 0.7
/** So short a yes answers an open question too: 是打算礼拜四对不对 (characters). */
const BARE_WORD = 4
/** How sure an answer is, by what it rests on. */
const PLAIN_WORD = 0.85
const PAST_ONLY = 0.8
const CONTENT = 0.6

/** Items that stay true once they were: 以前有过 is a yes. */
const LASTING: ReadonlySet<string> = new Set(['past_attempt', 'self_harm', 'relative_suicide'])

/**
 * Reads a segment as an answer to `ask`, which was asked in `question`. A bare yes or no goes to everything that was
 * asked in one breath, unless the words say more of an item. A lapsed question takes only what says what it is about.
 */
export function readAnswer(
  lexicon: RiskLexicon,
  ask: Ask,
  question: string,
  text: string,
  statements: readonly Statement[],
  isLapsed: boolean,
): Answer | null {
  const { answers } = lexicon
  const mine = statements.filter(({ item, whose }) => item === ask.item && whose === ask.whose)
  const yes = mine.find(({ says, past, confidence }) => says === 'yes' && !past && confidence >= BEARS)
  const was = mine.find(({ says, past }) => says === 'yes' && past)
  const no = mine.find(({ says }) => says === 'no')
  const isSure = yes !== undefined && yes.confidence >= OUTWEIGHS
  if (isLapsed) return yes || no ? fromStatements(yes, no) : null

  const whole = (says: Answer['says'], rule: string, confidence: number): Answer => ({
    says,
    rule,
    confidence,
    start: 0,
    end: text.length,
  })
  const from = (match: RegExpExecArray, says: Answer['says'], rule: string, confidence: number): Answer => ({
    says,
    rule,
    confidence,
    start: match.index,
    end: match.index + match[0].length,
  })
  const isNow = !LASTING.has(ask.item)
  if (answers.takeBack.test(text) && !yes) return whole('no', 'taken-back', PLAIN_WORD)
  if (ask.item === 'ideation' && answers.onlyIf.test(text)) return whole('unclear', 'only-if', CONTENT)
  if (ask.item === 'past_attempt' && answers.turnedBack.test(text) && !isSure)
    return whole('unclear', 'turned-back', CONTENT)
  if (isNow && lexicon.past.test(text) && lexicon.pastClosed.test(text) && !isSure)
    return whole('no', 'past-only', PAST_ONLY)

  const twice = ask.turned ? null : answers.doubleNegative.exec(text)
  if (twice) return from(twice, 'yes', 'double-negative', CONTENT)
  const plainYes = answers.yes.exec(text)
  const plainNo = answers.no.exec(text)
  if (ask.turned) {
    if (yes || no) return fromStatements(yes, no)
    if (plainNo) return from(plainNo, 'yes', 'plain-no', PLAIN_WORD)
    return plainYes && from(plainYes, 'no', 'plain-yes', PLAIN_WORD)
  }
  if (plainNo && !(isSure && yes.start >= plainNo[0].length))
    return from(plainNo, 'no', 'plain-no', PLAIN_WORD)
  if (yes || no) return fromStatements(yes, no)
  const noWithin = answers.noWithin.exec(text)
  if (noWithin) return from(noWithin, 'no', 'no-within', CONTENT)
  if (ask.item === 'ideation' && isOnlyAStory(lexicon, question, text))
    return whole('no', 'meant-otherwise', CONTENT)
  const yesWithin = ask.form === 'polar' ? answers.yesWithin.exec(text) : null
  if (yesWithin) return from(yesWithin, 'yes', 'yes-within', CONTENT)
  if (was)
    return {
      says: isNow ? 'no' : 'yes',
      rule: isNow ? 'past-only' : was.rule,
      confidence: CONTENT,
      start: was.start,
      end: was.end,
    }
  if (plainYes && (ask.form === 'polar' || text.length <= BARE_WORD))
    return from(plainYes, 'yes', 'plain-yes', PLAIN_WORD)
  if (answers.deflected.test(text)) return whole('unclear', 'deflected', CONTENT)
  const assent = ask.form === 'polar' ? answers.assent.exec(text) : null
  return assent && from(assent, 'yes', 'assent', CONTENT)
}

/** A denial in so many words weighs more than a weak sign; an admission in so many words more than a denial. */
function fromStatements(yes: Statement | undefined, no: Statement | undefined): Answer {
  const isAdmitted = yes && (!no || outweighs(yes, no))
  const { says, rule, confidence, start, end } = (isAdmitted ? yes : (no ?? yes)) as Statement
  return { says, rule, confidence: Math.max(confidence, CONTENT), start, end }
}

/** An admission in so many words stands where it comes later, or is the surer one; a weak denial yields to any sign. */
function outweighs(yes: Statement, no: Statement): boolean {
  if (no.confidence < WEAK_DENIAL) return yes.confidence >= no.confidence
  return yes.confidence >= OUTWEIGHS && (yes.start > no.start || yes.confidence >= no.confidence)
}

/** It was meant otherwise, or is of the game or the song that the question was about. */
function isOnlyAStory(
  { meantOtherwise, stories, games }: RiskLexicon,
  question: string,
  text: string,
): boolean {
  const isOf = (story: RegExp) => story.test(text) && story.test(question)
  return meantOtherwise.test(text) || isOf(stories) || isOf(games)
}
