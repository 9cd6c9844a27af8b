import type { Segment } from '../../call/call-state.ts'
import type { Heard } from '../lexicon/heard.ts'
import { type Assessment, carriedFrom, carriedOn, type Signal } from './assessment.ts'
import { type Ask, findAsks } from './find-asks.ts'
import { findStatements, rounded } from './find-statements.ts'
import { hearAnswers } from './hear-answers.ts'
import { isOfAnother, signalsOf, takenBack, unaskedOf, withUnasked } from './hear-unasked.ts'
import { isRaised, placeOf, withAsked, withMark } from './marks.ts'
import { questionAfter } from './question.ts'
import type { RiskLexicon } from './risk-lexicon.ts'
import type { RiskProtocol } from './risk-protocol.ts'

/** Segments within which the next scale may be named by a word alone. */
const SCALE_ROUND = 6
/** An echo of the responder's words on the caller's leg has at least as many characters. */
const ECHO = 5
/** How sure an answer is that was tapped and said aloud by the responder. */
const TAPPED = 0.8
/** What one channel for both speakers leaves of a confidence: nobody knows who said it. */
const OF_MIXED = 0.8
/** The same of what is heard on the wrong leg; only what is as sure as this is taken for misplaced. */
const OF_MISPLACED = 0.6
const UNMISTAKABLE = 0.9

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
    const { items, question } = before.callerHasSpoken ? before : this.#readTapped(before, segment, heard)
    return {
      ...before,
      items: asks.reduce((all, ask) => withAsked(all, ask, segment.segmentId), items),
      signals: asks.length > 0 ? before.signals : [...before.signals, ...this.#misplaced(segment, heard)],
      focus: asks.at(-1)?.whose ?? focus,
      sinceScale: asks.some(({ form }) => form === 'scale') ? 0 : before.sinceScale + 1,
      said: carriedOn(words, segment),
      question: questionAfter(question, asks, words, answers.again.test(heard.text)),
    }
  }

  /** Words that no responder says of himself: the legs may be the wrong way round. A signal, and never an item. */
  #misplaced(segment: Segment, heard: Heard): Signal[] {
    const { persons } = this.#lexicon
    if (heard.text.search(persons.listener) >= 0) return []
    const statements = findStatements(this.#lexicon, '', heard.text, 'third_party')
      .filter(({ whose, confidence }) => whose === 'caller' && confidence >= UNMISTAKABLE)
      .map((one) => ({ ...one, unasked: rounded(one.unasked * OF_MISPLACED) }))
    return signalsOf(this.#protocol, { segment, heard, statements })
  }

  /** A silent caller's answer, as the responder says it aloud. */
  #readTapped(
    { question, items }: Assessment,
    segment: Segment,
    heard: Heard,
  ): Pick<Assessment, 'items' | 'question'> {
    if (!question) return { items, question }
    const { tappedYes, tappedNo } = this.#lexicon.answers
    const yes = tappedYes.exec(heard.text)
    const match = yes ?? tappedNo.exec(heard.text)
    if (!match) return { items, question: null }
    const place = placeOf(segment, heard, match.index, match.index + match[0].length)
    const mark = { ...place, rule: 'tapped', confidence: TAPPED, asked: true } as const
    const answered = question.asks.reduce(
      (all, ask) => withMark(all, ask, { ...mark, says: (yes !== null) !== ask.turned ? 'yes' : 'no' }),
      items,
    )
    return { items: answered, question: null }
  }

  #caller(before: Assessment, segment: Segment, heard: Heard): Assessment {
    const { persons, answers } = this.#lexicon
    if (isEcho(before, segment, heard)) return before
    const carried = carriedFrom(before, segment)
    const focus = persons.callsFor.test(heard.text) ? 'third_party' : before.focus
    const statements = findStatements(this.#lexicon, carried, heard.text, focus)
    const answered = hearAnswers(this.#lexicon, this.#protocol, before, { segment, heard, statements })
    const unasked = { segment, heard, statements: unaskedOf(answered, statements) }
    const items = withUnasked(answered.items, unasked)
    const isTakenBack = answers.takeBack.test(heard.text)
    return {
      items: isTakenBack ? takenBack(items, placeOf(segment, heard, 0, heard.text.length)) : items,
      signals: [...before.signals, ...signalsOf(this.#protocol, unasked)],
      focus: isOfAnother(statements) ? 'third_party' : focus,
      question: answered.question,
      sinceScale: before.sinceScale + 1,
      said: carriedOn(carried + heard.text, segment),
      callerHasSpoken: true,
    }
  }

  /** Both speakers on one channel: a question is one, a first person's words are somebody's; nothing is an answer. */
  #mixed(before: Assessment, segment: Segment, heard: Heard): Assessment {
    const asks = this.#asksOf(heard.text, 0, before)
    const asked = asks.reduce((all, ask) => withAsked(all, ask, segment.segmentId), before.items)
    const said = asks.length > 0 ? [] : findStatements(this.#lexicon, '', heard.text, before.focus)
    const statements = unaskedOf({ items: asked, read: new Set() }, said)
      .filter(({ says }) => says === 'yes')
      .map((one) => ({ ...one, unasked: rounded(one.unasked * OF_MIXED) }))
    const unasked = { segment, heard, statements }
    return {
      ...before,
      items: withUnasked(asked, unasked),
      signals: [...before.signals, ...signalsOf(this.#protocol, unasked)],
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

/** What the responder said, heard again on the caller's leg while it was said. */
function isEcho({ said }: Assessment, { role, startMs }: Segment, { text }: Heard): boolean {
  return said.role !== role && startMs < said.endMs && text.length >= ECHO && said.text.includes(text)
}
