import type { Hear } from '../lexicon/heard.ts'
import type { SoundsOf } from '../lexicon/sounds.ts'
import { plainText, type Variants } from './plain-text.ts'

/** How words are heard, which variants are read as one character, and the word lists that phrases call `{name}`. */
export interface PhraseWords {
  readonly hear: Hear
  readonly soundsOf: SoundsOf
  readonly variants: Variants
  readonly lists: Readonly<Record<string, readonly string[]>>
}

/** A list of phrases, to be looked for as written, and where they are long enough also by their sound. */
export interface PhrasePattern {
  readonly written: RegExp
  readonly sounded: RegExp | null
}

/** A phrase that cannot be read; the message is for the person who wrote it. */
export class BadPhrase extends Error {}

/** So many syllables make a phrase that sounds like little else. */
const LEAST_SYLLABLES = 4
/** How much may stand between two words that `…` joins. */
const GAP = '.{0,6}?'
const DIGITS = '零〇一二三四五六七八九十百千万两几多来\\d'
const NUMBER = `[${DIGITS}]+`
/** What makes a number something else than an age. */
const UNITS = '个年月天号点分块元次万回楼层栋床米斤公里名位张期周班多几来'

/** A piece of a phrase: as written, by sound (null where it has none), and how many syllables it has at least. */
interface Piece {
  readonly written: string
  readonly sounded: string | null
  readonly least: number
}

/**
 * The pattern of a list of phrases as supervisors write them: `(a|b)` either, `(a)?` or not, `…` a few characters
 * between, `#` a number, `<6-17>` an age in that range, `{list}` any word of a list, `^` and `$` the ends of what was
 * said. All else is meant as it stands.
 */
export function phrasePattern(phrases: readonly string[], words: PhraseWords): PhrasePattern {
  const pieces = phrases.map((phrase) => new PhraseReader(phrase, words).read())
  const sounded = pieces.flatMap(({ sounded, least }) =>
    sounded !== null && least >= LEAST_SYLLABLES ? [sounded] : [],
  )
  return {
    written: new RegExp(pieces.map(({ written }) => written).join('|'), 'g'),
    sounded: sounded.length > 0 ? new RegExp(sounded.join('|'), 'g') : null,
  }
}

class PhraseReader {
  readonly #phrase: string
  readonly #parts: readonly string[]
  readonly #words: PhraseWords
  #at = 0

  constructor(phrase: string, words: PhraseWords) {
    this.#phrase = phrase
    this.#words = words
    // A character before `?` is a part of its own, since it alone may be missing.
    this.#parts =
      phrase.match(
        /\{[^}]*\}?|<[^>]*>?|[()|^$…#?]|[^{<()|^$…#?](?=\?)|[^{<()|^$…#?]+?(?=.\?|[{<()|^$…#?]|$)/g,
      ) ?? []
  }

  read(): Piece {
    const piece = this.#alternatives()
    if (this.#at < this.#parts.length)
      throw new BadPhrase(`"${this.#phrase}" closes a parenthesis that is not open`)
    if (new RegExp(`^(?:${piece.written})$`).test(''))
      throw new BadPhrase(`"${this.#phrase}" fits everything`)
    return piece
  }

  #alternatives(): Piece {
    const either = [this.#sequence()]
    while (this.#parts[this.#at] === '|') {
      this.#at += 1
      either.push(this.#sequence())
    }
    return anyOf(either)
  }

  #sequence(): Piece {
    let [written, sounded, least]: [string, string | null, number] = ['', '', 0]
    for (
      let part = this.#parts[this.#at];
      part !== undefined && part !== '|' && part !== ')';
      part = this.#parts[this.#at]
    ) {
      this.#at += 1
      let piece = this.#piece(part)
      if (this.#parts[this.#at] === '?') {
        this.#at += 1
        piece = {
          written: `(?:${piece.written})?`,
          sounded: piece.sounded && `(?:${piece.sounded})?`,
          least: 0,
        }
      }
      written += piece.written
      sounded = sounded === null || piece.sounded === null ? null : sounded + piece.sounded
      least += piece.least
    }
    return { written, sounded, least }
  }

  #piece(part: string): Piece {
    if (part === '(') {
      const inside = this.#alternatives()
      if (this.#parts[this.#at] !== ')') throw new BadPhrase(`"${this.#phrase}" leaves a parenthesis open`)
      this.#at += 1
      return inside
    }
    if (part === '…') return { written: GAP, sounded: GAP, least: 0 }
    if (part === '^' || part === '$') return { written: part, sounded: part, least: 0 }
    if (part === '#') return { written: NUMBER, sounded: null, least: 1 }
    if (part.startsWith('<')) return { written: ageSource(part), sounded: null, least: 1 }
    if (part.startsWith('{')) return this.#list(part)
    const { hear, soundsOf, variants } = this.#words
    const { text } = plainText(hear(part), variants)
    const sounds = soundsOf(text)
    return { written: text, sounded: sounds.includes('\0') ? null : sounds, least: text.length }
  }

  #list(named: string): Piece {
    const list = this.#words.lists[named.slice(1, -1)]
    if (!list) throw new BadPhrase(`${named} names no word list`)
    const longestFirst = list.toSorted((a, b) => b.length - a.length)
    return anyOf(longestFirst.map((word) => new PhraseReader(word, this.#words).read()))
  }
}

function anyOf(pieces: readonly Piece[]): Piece {
  const sounded = pieces.flatMap((piece) => (piece.sounded === null ? [] : [piece.sounded]))
  return {
    written: `(?:${pieces.map(({ written }) => written).join('|')})`,
    sounded: sounded.length > 0 ? `(?:${sounded.join('|')})` : null,
    least: Math.min(...pieces.map(({ least }) => least)),
  }
}

function ageSource(range: string): string {
  const [from = Number.NaN, to = Number.NaN] = range.slice(1, -1).split('-').map(Number)
  if (!(from > 0 && from <= to && to < 100)) throw new BadPhrase(`${range} is no range of ages`)
  const ages = Array.from({ length: to - from + 1 }, (_, i) => to - i)
  const either = ages.flatMap((age) => [spoken(age), String(age)]).join('|')
  // 高二十七了 is 高二 and seventeen; 十二六年级 is twelve and the sixth form; 十六七 is neither.
  const before = `(?:(?<=[高初][一二三])|(?<![${DIGITS}]))`
  return `${before}(?:${either})(?![${DIGITS}](?!年级))(?![${UNITS}])`
}

function spoken(age: number): string {
  const digit = (n: number) => '零一二三四五六七八九'[n] as string
  if (age < 10) return digit(age)
  return `${age < 20 ? '' : digit(Math.floor(age / 10))}十${age % 10 === 0 ? '' : digit(age % 10)}`
}
