import type { Segment } from '../../call/call-state.ts'
import type { Rating } from '../../call/events/guidance-events.ts'
import type { Heard } from '../lexicon/heard.ts'
import { type Assessment, carriedFrom, carriedOn, type OpenAsk, type Question } from './assessment.ts'
import { type Ask, findAsks } from './find-asks.ts'
import { findStatements, type Statement } from './find-statements.ts'
import { type Items, keyOf, type Mark, type OfWhom, withAsked, withMark, withRating } from './marks.ts'
import { rateAnswer } from './rate-answer.ts'
import { readAnswer } from './read-answer.ts'
import type { RiskLexicon } from './risk-lexicon.ts'
import type { RiskProtocol } from './risk-protocol.ts'

/** Segments within which the next scale may be named by a word alone. */
const SCALE_ROUND = 6
/** Segments of the caller in which a question that the responder left may still be answered. */
const LAPSED_SEGMENTS = 4
/** An answer to an open question has at least as many characters. */
const OPEN_ANSWER = 4
/** An echo of the responder's words on the caller's leg has at least as many. */
const ECHO = 5

/** How sure an answer is, by what it rests on. */
const RATED = 0.9
const TAPPED = 0.8
const TAKEN_BACK = 0.85
const OPEN_CONFIDENCE = 0.6
const NO_ANSWER = 0.4
const IMPLIED = 0.7
const ADMITTED = 0.8
/** What one channel for both speakers leaves of it: nobody knows who said it. */
const OF_MIXED = 0.8

/** What can be taken back in so many words. */
const CAN_BE_TAKEN_BACK: ReadonlySet<string> = new Set([
  'ideation',
  'plan',
  'timing',
  'means',
  'in_progress',
  'harm_others',
])
/** Whoever says this of himself thinks of suicide. */
const IMPLIES_IDEATION: ReadonlySet<string> = new Set(['plan', 'intensity', 'in_progress'])

/** Follows the assessment through a call, one segment after the other. */
export class Assessor {
  readonly #lexicon: RiskLexicon
  readonly #protocol: RiskProtocol

  constructor(lexicon: RiskLexicon, protocol: RiskProtocol) {
    this.#lexicon = lexicon
    this.#protocol = protocol
  }

  /** What is known after one segment more. */
  next(before: Assessment, segment: Segment): Assessment {
    const heard = this.#lexicon.hear(segment.text)
    if (heard.text === '') return before
    switch (segment.role) {
      case 'responder':
        return this.#responder(before, segment, heard)
      case 'caller':
        return this.#caller(before, segment, heard)
      case 'mixed':
        return this.#mixed(before, segment, heard)
    }
  }

  #responder(before: Assessment, segment: Segment, heard: Heard): Assessment {
    const { persons, answers } = this.#lexicon
    if (answers.backchannel.test(heard.text)) return before
    const carried = carriedFrom(before, segment)
    const words = carried + heard.text
    const focus = persons.toSelf.test(heard.text) ? 'caller' : before.focus
    const asks = this.#asksOf(words, carried.length, { ...before, focus })
    const tapped = before.callerHasSpoken ? null : this.#readTapped(before, segment, heard)
    const items = asks.reduce(
      (all, ask) => withAsked(all, ask, segment.segmentId),
      tapped?.items ?? before.items,
    )
    return {
      ...before,
      items,
      focus: asks.at(-1)?.whose ?? focus,
      sinceScale: asks.some(({ form }) => form === 'scale') ? 0 : before.sinceScale + 1,
      said: carriedOn(words, segment),
      question: questionAfter(
        tapped ? tapped.question : before.question,
        asks,
        words,
        answers.again.test(heard.text),
      ),
    }
  }

  /** A silent caller's answer, as the responder says it aloud; null where no question waits. */
  #readTapped(
    { question, items }: Assessment,
    { segmentId }: Segment,
    heard: Heard,
  ): Pick<Assessment, 'items' | 'question'> | null {
    if (!question) return null
    const { tappedYes, tappedNo } = this.#lexicon.answers
    const yes = tappedYes.exec(heard.text)
    const match = yes ?? tappedNo.exec(heard.text)
    if (!match) return { items, question: null }
    const place = { segmentId, ...heard.placeOf(match.index, match.index + match[0].length) }
    const mark = { ...place, rule: 'tapped', confidence: TAPPED, asked: true } as const
    return {
      items: question.asks.reduce(
        (all, ask) => withMark(all, ask, { ...mark, says: (yes !== null) !== ask.turned ? 'yes' : 'no' }),
        items,
      ),
      question: null,
    }
  }

  #caller(before: Assessment, segment: Segment, heard: Heard): Assessment {
    const { persons, answers } = this.#lexicon
    if (isEcho(before, segment, heard)) return before
    const carried = carriedFrom(before, segment)
    const called = persons.callsFor.test(heard.text) ? 'third_party' : before.focus
    const statements = findStatements(this.#lexicon, carried, heard.text, called)
    const answered = this.#readAnswers(before, segment, heard, statements)
    let items = this.#withUnasked(answered, segment, heard, statements)
    if (answers.takeBack.test(heard.text))
      items = takenBack(items, placeOf(segment, heard, 0, heard.text.length))
    return {
      ...before,
      items,
      focus: isOfAnother(statements) ? 'third_party' : called,
      sinceScale: before.sinceScale + 1,
      said: carriedOn(carried + heard.text, segment),
      callerHasSpoken: true,
      question: answered.question,
    }
  }

  /** Reads the segment as an answer to what was asked; `read` are the items that it said something of. */
  #readAnswers(
    { items, question }: Assessment,
    segment: Segment,
    heard: Heard,
    statements: readonly Statement[],
  ): { items: Items; question: Question | null; read: ReadonlySet<string> } {
    const read = new Set<string>()
    if (!question) return { items, question, read }
    let all = items
    const asks: OpenAsk[] = []
    for (const ask of question.asks) {
      const answer = ask.answered
        ? this.#readAdmission(ask, segment, heard)
        : this.#readOne(ask, question, segment, heard, statements)
      if (!answer) {
        asks.push(ask)
        continue
      }
      all = withMark(all, ask, answer.mark)
      if (answer.rating) all = withRating(all, ask, answer.rating)
      if (answer.mark.says === 'yes' && IMPLIES_IDEATION.has(ask.item))
        all = withIdeation(all, ask, answer.mark)
      if (answer.mark.rule !== NO_ANSWER_RULE) read.add(keyOf(ask))
      asks.push({ ...ask, answered: answer.mark.says !== 'unclear' })
    }
    const isOver = question.stage === 'lapsed' && question.since + 1 >= LAPSED_SEGMENTS
    const stage = question.stage === 'fresh' ? 'answering' : question.stage
    return {
      items: all,
      read,
      question: isOver ? null : { ...question, asks, stage, since: question.since + 1 },
    }
  }

  /** After a denial, before the responder goes on: 其实有的. */
  #readAdmission(ask: OpenAsk, segment: Segment, heard: Heard): { mark: Mark; rating?: Rating } | null {
    const match = ask.turned || ask.form === 'scale' ? null : this.#lexicon.answers.admits.exec(heard.text)
    if (!match) return null
    const place = placeOf(segment, heard, match.index, match.index + match[0].length)
    return { mark: { ...place, says: 'yes', rule: 'admits', confidence: ADMITTED, asked: true } }
  }

  #readOne(
    ask: OpenAsk,
    question: Question,
    segment: Segment,
    heard: Heard,
    statements: readonly Statement[],
  ): { mark: Mark; rating?: Rating } | null {
    const { text } = heard
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
    const isLapsed = question.stage === 'lapsed'
    if (ask.form === 'scale' && !isLapsed) {
      const rated = rateAnswer(this.#protocol, ask.item, question.words, heard, segment.segmentId)
      if (rated)
        return {
          rating: rated.rating,
          mark: { ...mark(rated.says, 'rated', RATED), ...rated.rating.evidence },
        }
    }
    const answer = readAnswer(this.#lexicon, ask, question.words, text, statements, isLapsed)
    if (answer) return { mark: mark(answer.says, answer.rule, answer.confidence, answer.start, answer.end) }
    if (isLapsed || this.#lexicon.answers.backchannel.test(text)) return null
    if (ask.item === 'protective' && ask.form === 'open' && text.length >= OPEN_ANSWER)
      return { mark: mark('yes', 'open-answer', OPEN_CONFIDENCE) }
    return { mark: mark('unclear', NO_ANSWER_RULE, NO_ANSWER) }
  }

  #withUnasked(
    { items, read }: { readonly items: Items; readonly read: ReadonlySet<string> },
    segment: Segment,
    heard: Heard,
    statements: readonly Statement[],
  ): Items {
    let all = items
    for (const { item, whose, says, rule, unasked, raised, past, start, end } of statements) {
      if (read.has(keyOf({ item, whose })) || (past && item === 'ideation') || unasked === 0) continue
      if (raised && !isRaised(items)) continue
      const mark = { ...placeOf(segment, heard, start, end), says, rule, confidence: unasked, asked: false }
      all = withMark(all, { item, whose }, mark)
      if (says === 'yes' && !past && IMPLIES_IDEATION.has(item))
        all = withIdeation(all, { item, whose }, mark)
    }
    return all
  }

  /** Both speakers on one channel: a question is one, a first person's words are somebody's; nothing is an answer. */
  #mixed(before: Assessment, segment: Segment, heard: Heard): Assessment {
    const carried = carriedFrom(before, segment)
    const words = carried + heard.text
    const asks = this.#asksOf(words, carried.length, before)
    const asked = asks.reduce((all, ask) => withAsked(all, ask, segment.segmentId), before.items)
    const statements =
      asks.length > 0
        ? []
        : findStatements(this.#lexicon, carried, heard.text, before.focus).filter(
            ({ says }) => says === 'yes',
          )
    const careful = statements.map((one) => ({ ...one, unasked: one.unasked * OF_MIXED }))
    return {
      ...before,
      items: this.#withUnasked({ items: asked, read: new Set() }, segment, heard, careful),
      said: carriedOn(words, segment),
      callerHasSpoken: true,
    }
  }

  #asksOf(words: string, from: number, { focus, items, sinceScale }: Assessment): Ask[] {
    return findAsks(this.#lexicon, words, from, {
      focus,
      raised: isRaised(items),
      scaled: sinceScale <= SCALE_ROUND,
    })
  }
}

const NO_ANSWER_RULE = 'no-answer'

/** The question after the responder said `words`; `again`: he comes back to what he asked. */
function questionAfter(
  before: Question | null,
  asks: readonly Ask[],
  words: string,
  again: boolean,
): Question | null {
  const open = before?.asks.filter((ask) => !ask.answered) ?? []
  if (asks.length > 0) {
    const kept =
      before?.stage === 'fresh' ? open.filter((ask) => !asks.some((one) => keyOf(one) === keyOf(ask))) : []
    return {
      asks: [...kept, ...asks.map((ask) => ({ ...ask, answered: false }))],
      words,
      stage: 'fresh',
      since: 0,
    }
  }
  if (!before || before.stage === 'fresh') return before
  if (again)
    return {
      ...before,
      asks: before.asks.map((ask) => ({ ...ask, answered: false })),
      stage: 'fresh',
      since: 0,
    }
  return open.length === 0
    ? null
    : { ...before, stage: 'lapsed', since: before.stage === 'lapsed' ? before.since : 0 }
}

/** What the responder said, heard again on the caller's leg while it was said. */
function isEcho({ said }: Assessment, { role, startMs }: Segment, { text }: Heard): boolean {
  return said.role !== role && startMs < said.endMs && text.length >= ECHO && said.text.includes(text)
}

/** The caller tells of somebody else's danger, and of none of his own. */
function isOfAnother(statements: readonly Statement[]): boolean {
  const tells = statements.filter(
    ({ item, says, unasked }) => item === 'ideation' && says === 'yes' && unasked >= IMPLIED,
  )
  return tells.length > 0 && tells.every(({ whose }) => whose === 'third_party')
}

/** Thoughts of suicide were asked about or said, whoever's they are. */
function isRaised(items: Items): boolean {
  return items.has('ideation caller') || items.has('ideation third_party')
}

function placeOf({ segmentId }: Segment, heard: Heard, start: number, end: number) {
  return { segmentId, ...heard.placeOf(start, end) }
}

function withIdeation(items: Items, { whose }: OfWhom, mark: Mark): Items {
  return withMark(
    items,
    { item: 'ideation', whose },
    { ...mark, rule: 'implied', confidence: Math.min(mark.confidence, IMPLIED) },
  )
}

function takenBack(items: Items, place: Pick<Mark, 'segmentId' | 'start' | 'end'>): Items {
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
