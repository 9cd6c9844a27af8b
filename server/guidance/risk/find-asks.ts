import type { Whose } from '../../call/events/guidance-events.ts'
import { cuePlaces } from './cue-places.ts'
import type { AskForm, RiskLexicon } from './risk-lexicon.ts'
import { whoseIsAsked } from './whose.ts'

/** What the responder asks in a segment. */
export interface Ask {
  readonly item: string
  readonly whose: Whose
  readonly rule: string
  readonly form: AskForm
  readonly turned: boolean
  readonly hidden: readonly string[]
  /** In the heard text. */
  readonly start: number
  readonly end: number
}

/** What of the call so far a question may lean on. */
export interface AskContext {
  readonly focus: Whose
  /** Thoughts of suicide came up. */
  readonly raised: boolean
  /** Scales are being gone through. */
  readonly scaled: boolean
}

/** How far from a cue the question may be, and how much around it can show that nobody is asked (characters). */
const QUESTION_REACH = 20
const UNLESS_REACH = 16

/** The items that `text` asks about, the first cue of each; only cues that end behind `from`. */
export function findAsks(lexicon: RiskLexicon, text: string, from: number, context: AskContext): Ask[] {
  const asks: Ask[] = []
  const sounds = lexicon.soundsOf(text)
  for (const rule of lexicon.asks) {
    const { item, form, turned, hides: hidden } = rule
    const isRaised = context.raised || asks.some((ask) => ask.item === 'ideation')
    if ((rule.raised && !isRaised) || (rule.scaled && !context.scaled)) continue
    if (asks.some((ask) => ask.item === item)) continue
    for (const { start, end } of cuePlaces(rule, text, sounds)) {
      if (end <= from) continue
      const around = text.slice(Math.max(0, start - UNLESS_REACH), end + UNLESS_REACH)
      const asked = text.slice(Math.max(0, start - QUESTION_REACH), end + QUESTION_REACH)
      if (rule.unlessAfter?.test(text.slice(start, end + UNLESS_REACH))) continue
      if (rule.unless?.test(around) || lexicon.neverAsked.test(text.slice(0, start))) continue
      if (!rule.bare && !lexicon.asking.test(asked)) continue
      const whose =
        rule.of === 'focus'
          ? context.focus
          : whoseIsAsked(lexicon.persons, text, { start, end }, start >= from ? from : 0, context.focus)
      asks.push({ item, whose, rule: rule.rule, form, turned, hidden, start, end })
      break
    }
  }
  return asks.filter((ask) => !asks.some((other) => hides(other, ask)))
}

/** `ask` is only a word of what `other` asks. */
function hides(other: Ask, ask: Ask): boolean {
  return other.hidden.includes(ask.item) && ask.start < other.end && other.start < ask.end
}
