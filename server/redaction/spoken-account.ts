import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'
import { isSpokenOneBehind } from './misheard-digits.ts'

const SIGNS = { underscore: '_', dash: '-', at: '@', dot: '.', other: '#' } as const
const WORDS = readLexicon(
  'account-words.yaml',
  z.record(
    z.enum([
      'cues',
      'underscore',
      'dash',
      'at',
      'dot',
      'other',
      'providers',
      'endings',
      'letters',
      'spelling',
      'between',
      'words',
    ]),
    z.array(z.string()),
  ),
)
const ORDINARY = new Set(WORDS.words)
const WRITTEN_SIGN: ReadonlyMap<string, string> = new Map([
  ...Object.entries(SIGNS).flatMap(([name, sign]) =>
    WORDS[name as keyof typeof SIGNS].map((word) => [word, sign] as const),
  ),
  ...([...'@＠'].map((at) => [at, '@']) as [string, string][]),
  ...([...'_＿'].map((line) => [line, '_']) as [string, string][]),
  ...([...'.-#*+'].map((sign) => [sign, sign]) as [string, string][]),
])

const longestFirst = (list: readonly string[]) =>
  list
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+]/g, '\\$&'))
    .join('|')
const SIGN = new RegExp(longestFirst([...WRITTEN_SIGN.keys()]), 'y')
const CUE = new RegExp(longestFirst(WORDS.cues), 'g')
const LATIN_CUE = /(?:QQ|VX|Email|E-mail|Skype)(?![A-Za-z]|\s?(?:[-_@]|下[划画滑横]|横?杠))/iy
const ALNUM = /[A-Za-z0-9]+/y
const PROVIDER = new RegExp(longestFirst(WORDS.providers), 'y')
const ENDING = new RegExp(longestFirst(WORDS.endings), 'y')
const LETTER_NAME = new RegExp(longestFirst(WORDS.letters), 'y')
/** 阿哲的拼音, 米粒全拼: the words whose letters are used, and then how. */
const SPELLED = new RegExp(`\\p{Script=Han}{1,6}?(?:${longestFirst(WORDS.spelling)})`, 'uy')
/** 小雨点八八, where 是 or 叫 or 号 stands before it. */
const NICKNAMED =
  /(?<=[是叫为号址名:：]\s?)(?:(?![我你他她的了是在有不没就都也还上])\p{Script=Han}){1,5}(?=\d{2,}(?![年月日号点岁个]))/uy
const SPELLED_BEFORE = new RegExp(
  `(?:(?![是叫用的我你他她就那写为号加信名])\\p{Script=Han}){1,3}(?:${longestFirst(WORDS.spelling)})$`,
  'u',
)
const SPELLED_REACH = 9
const OWN_NAME = /^[我他她你]?(?:自己)?的?(?:名字|姓名|大名|名)/
const BETWEEN = new RegExp(`${longestFirst(WORDS.between)}|[\\s，,。、]`, 'y')
const MOST_BETWEEN = 4
/** Signs as nobody says or writes them but in an account: a_b, a@b.c. */
const SURE =
  /[A-Za-z\d?]{2}_+[A-Za-z\d?]|[A-Za-z\d?]_+[A-Za-z\d?]{2}|[A-Za-z\d?]@[A-Za-z\d?]+\.|[A-Za-z\d?]@(?:qq|1(?:63|26|39|89)|gmail|sina|sohu|foxmail|outlook|hotmail|yeah|icloud|live|msn|\?)/i
/** Stand in the written form for letters that are not known: a letter said by a word, a name in pinyin. */
const SOME_LETTER = '?'

/** An account as it is said: `[start, end)` of its parts in the shadow, without the words between them. */
export interface SpokenAccount {
  readonly parts: readonly { readonly start: number; readonly end: number }[]
  readonly end: number
  readonly written: string
  /** It says whose name's letters it has: 阿哲的拼音. */
  readonly isSpelled: boolean
}

/** The offsets behind the words that an account is announced with. */
export function accountCues(shadow: string): number[] {
  return [...shadow.matchAll(CUE)].map(({ index, 0: word }) => index + word.length)
}

/** 阿哲的拼音 in front of a place: where it begins. */
export function spelledBefore(shadow: string, at: number): number {
  const words = SPELLED_BEFORE.exec(shadow.slice(Math.max(0, at - SPELLED_REACH), at))?.[0] ?? ''
  return at - words.length
}

/** Reads an account that begins at a place of the shadow, as far as it goes. `led`: a cue leads up to it. */
export function readAccount(shadow: string, at: number, led: boolean): SpokenAccount | null {
  const parts: { start: number; end: number; written: string }[] = []
  let isSpelled = false
  let [place, gaps] = [at, 0]
  while (place < shadow.length) {
    const next = nextPart(shadow, place, parts, led)
    if (next) {
      isSpelled ||= next.written === '' && !OWN_NAME.test(shadow.slice(place, place + next.length))
      parts.push({ start: place, end: place + next.length, written: next.written || SOME_LETTER })
      place += next.length
      gaps = 0
    } else {
      const gap = parts.length > 0 && gaps < MOST_BETWEEN ? lengthAt(BETWEEN, shadow, place) : 0
      if (!gap) break
      place += gap
      gaps++
    }
  }
  // 点 and 杠 with nothing behind them are words of the sentence.
  while (/^[.#-]/.test(parts.at(-1)?.written ?? '')) parts.pop()
  const last = parts.at(-1)
  return last
    ? { parts, end: last.end, written: parts.map(({ written }) => written).join(''), isSpelled }
    : null
}

/** What comes next: letters and digits, a sign, a letter's name, or a name whose letters are meant (written as ''). */
function nextPart(
  shadow: string,
  place: number,
  parts: readonly { readonly end: number; readonly written: string }[],
  led: boolean,
): { length: number; written: string } | null {
  const last = parts.at(-1)
  const alnum =
    last?.written !== '@' && lengthAt(LATIN_CUE, shadow, place) ? 0 : lengthAt(ALNUM, shadow, place)
  if (alnum) return { length: alnum, written: shadow.slice(place, place + alnum) }
  if (last?.end === place && isSpokenOneBehind(shadow, place)) return { length: 1, written: '1' }
  const sign = matchAt(SIGN, shadow, place)
  if (sign) return { length: sign.length, written: WRITTEN_SIGN.get(sign) as string }
  const names = last?.written === '@' ? PROVIDER : last?.written === '.' ? ENDING : null
  const name = names && last?.end === place ? lengthAt(names, shadow, place) : 0
  if (name) return { length: name, written: SOME_LETTER }
  if (!led) return null
  const spelled =
    parts.length === 0 ? lengthAt(SPELLED, shadow, place) || lengthAt(NICKNAMED, shadow, place) : 0
  if (spelled) return { length: spelled, written: '' }
  const letter = lengthAt(LETTER_NAME, shadow, place)
  return letter && isLetter(shadow, place + letter, last?.end === place)
    ? { length: letter, written: SOME_LETTER }
    : null
}

/** Whether it is more than a word in Latin letters or a few digits. */
export function isAccount({ written, isSpelled }: SpokenAccount, led: boolean): boolean {
  if (SURE.test(written)) return true
  if (!led) return false
  const characters = written.replace(/[^\w?]/g, '')
  if (isSpelled) return true
  if (/^\d+$/.test(characters)) return characters.length >= 5
  return characters.length >= 3 && !ORDINARY.has(characters.toLowerCase())
}

function matchAt(pattern: RegExp, shadow: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(shadow)?.[0] ?? ''
}

function lengthAt(pattern: RegExp, shadow: string, at: number): number {
  return matchAt(pattern, shadow, at).length
}

/** 比西迪, w比三: such a word is a letter among letters and digits only. `next`: where it ends. */
function isLetter(shadow: string, next: number, touches: boolean): boolean {
  const letters = lengthAt(ALNUM, shadow, next) || lengthAt(LETTER_NAME, shadow, next)
  if (touches) return letters + lengthAt(SIGN, shadow, next) > 0
  const further = next + letters
  return letters > 0 && lengthAt(LETTER_NAME, shadow, further) + lengthAt(ALNUM, shadow, further) > 0
}
