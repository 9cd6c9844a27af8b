import type { Whose } from '../../call/events/guidance-events.ts'
import { cuePlaces } from './cue-places.ts'
import type { RiskLexicon } from './risk-lexicon.ts'
import { whoseIsSaid } from './whose.ts'

/** What a caller says of an item, asked or unasked. */
export interface Statement {
  readonly item: string
  readonly says: 'yes' | 'no'
  readonly whose: Whose
  readonly rule: string
  /** As an answer, and where nobody asked. */
  readonly confidence: number
  readonly unasked: number
  /** Unasked it counts only once thoughts of suicide came up. */
  readonly raised: boolean
  /** It was so once, and is told as over. */
  readonly past: boolean
  /** In the heard text. */
  readonly start: number
  readonly end: number
}

/** How much around a cue can turn it (characters). */
const UNLESS_REACH = 16
const NEGATION_REACH = 14
const PAST_REACH = 40
const CONDITION_REACH = 26

/** What takes the place of an idiom: no rule knows it. */
const FILLER = '\u3007'

/** Left of a cue's confidence where it stands in a story, is not meant so, hangs on a condition, is known by sound. */
const OF_A_STORY = 0.3
const NOT_MEANT = 0.4
const ON_CONDITION = 0.5
const BY_SOUND = 0.9

/** A statement of this item beside another one makes that one count. */
const BESIDE_CONFIDENCE = 0.6

/**
 * What the caller says in `heard`, the surest of each item, polarity and person first. `before` is what the caller
 * said just before: somebody named there is still the subject.
 */
export function findStatements(
  lexicon: RiskLexicon,
  before: string,
  heard: string,
  focus: Whose,
): Statement[] {
  const plain = heard.replace(lexicon.idioms, (idiom) => FILLER.repeat(idiom.length))
  const sounds = lexicon.soundsOf(plain)
  const found: Statement[] = []
  const beside: string[] = []
  for (const rule of lexicon.says)
    for (const { start, end, bySound } of cuePlaces(rule, plain, sounds)) {
      if (rule.unless?.test(plain.slice(Math.max(0, start - UNLESS_REACH), end + UNLESS_REACH))) continue
      if (isReadBack(lexicon, plain, start)) continue
      const { whose, quoted } = whoseIsSaid(lexicon.persons, before + plain, before.length + start, focus)
      const isDenied = rule.says === 'yes' && !rule.own && isNegated(lexicon, plain, start, end)
      const sureness =
        (isStory(lexicon, plain, start, end) ? OF_A_STORY : 1) *
        (rule.says === 'yes' && isMeantOtherwise(lexicon, plain, end) ? NOT_MEANT : 1) *
        (rule.says === 'yes' && isConditional(lexicon, plain, start) ? ON_CONDITION : 1) *
        (bySound ? BY_SOUND : 1)
      const statement = {
        item: rule.item,
        says: isDenied ? 'no' : rule.says,
        whose: rule.own && !quoted ? 'caller' : whose,
        rule: isDenied ? `${rule.rule}:denied` : rule.rule,
        confidence: rounded(rule.confidence * sureness),
        unasked: isDenied && rule.item !== 'ideation' ? 0 : rounded(rule.unasked * sureness),
        raised: rule.raised,
        past: rule.says === 'yes' && isPast(lexicon, plain, start, end),
        start,
        end,
      } as const
      if (statement.says === 'yes' && statement.unasked >= BESIDE_CONFIDENCE)
        beside.push(`${rule.item} ${statement.whose}`)
      found.push(
        rule.beside && !rule.beside.some((item) => beside.includes(`${item} ${statement.whose}`))
          ? { ...statement, unasked: 0 }
          : statement,
      )
    }
  return surestOf(found)
}

/** A confidence to two places, so that the log stays readable. */
export function rounded(confidence: number): number {
  return Math.round(confidence * 100) / 100
}

function surestOf(found: readonly Statement[]): Statement[] {
  const surest = new Map<string, Statement>()
  for (const one of found) {
    const key = `${one.item} ${one.says} ${one.whose} ${one.past}`
    if ((surest.get(key)?.confidence ?? -1) < one.confidence) surest.set(key, one)
  }
  return [...surest.values()].sort((a, b) => b.confidence - a.confidence || a.start - b.start)
}

/** A question that the caller says back: 有没有想死的念头. */
function isReadBack({ readBack }: RiskLexicon, text: string, start: number): boolean {
  return (
    readBack.test(text.slice(Math.max(0, start - 6), start)) ||
    /^有没有/.test(text.slice(start - 1, start + 2))
  )
}

function isNegated(lexicon: RiskLexicon, text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - NEGATION_REACH), start)
  const after = text.slice(end, end + NEGATION_REACH)
  if (lexicon.negatedAfter.test(after)) return true
  return lexicon.negation.test(before) && !lexicon.notNegation.test(before + text.slice(start, end))
}

function isStory(lexicon: RiskLexicon, text: string, start: number, end: number): boolean {
  const isTold = lexicon.stories.test(text.slice(0, start)) || lexicon.games.test(text)
  return isTold && !lexicon.ofOneself.test(text.slice(Math.max(0, start - 8), end + 8))
}

function isMeantOtherwise(lexicon: RiskLexicon, text: string, end: number): boolean {
  const match = lexicon.meantOtherwise.exec(text.slice(end))
  return match !== null && !/(?:不是|没|没有)$/.test(text.slice(0, end + match.index))
}

function isConditional(lexicon: RiskLexicon, text: string, start: number): boolean {
  return lexicon.onlyIf.test(text.slice(Math.max(0, start - CONDITION_REACH), start))
}

function isPast(lexicon: RiskLexicon, text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - PAST_REACH), start)
  const after = text.slice(end, end + PAST_REACH)
  if (lexicon.still.test(after)) return false
  return (
    (lexicon.past.test(before) && !lexicon.still.test(before) && !lexicon.now.test(before)) ||
    lexicon.pastClosed.test(after)
  )
}
