import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'
import { soundAlike, soundOf } from './sounds.ts'

const Spellings = z.object({
  surnames: z.record(z.string(), z.array(z.string())),
  everyday: z.array(z.string()),
})
const { surnames: PARTS, everyday } = readLexicon('spelled-surnames.yaml', Spellings)
const EVERYDAY = new Set(everyday)

/** 弓长张, 弓长的张, 张弓长张, 程禾呈: the surname before or behind its parts. */
const SPELLED = new RegExp(
  Object.entries(PARTS)
    .flatMap(([surname, parts]) => {
      const part = `(?:${parts.toSorted((a, b) => b.length - a.length).join('|')})`
      return [`${surname}?${part}的?那?个?${surname}`]
    })
    .join('|'),
  'g',
)
/** Behind these a surname is spelled, however the recogniser wrote it: 姓张公长张. */
const CUE = /姓|登记写?|名字写|写的?是?|叫|是(?!.?[不没])/g
const BY_EAR = Object.entries(PARTS).flatMap(([surname, parts]) => parts.map((part) => ({ surname, part })))
/** Parts that no ordinary sentence holds. */
const UNCOMMON = new RegExp(
  [...new Set(BY_EAR.map(({ part }) => part))].filter((part) => !EVERYDAY.has(part)).join('|'),
  'g',
)
const FIRST_SOUNDS = Map.groupBy(BY_EAR, ({ part }) => soundOf(part[0] as string))
/** Only the spelling itself is left: 不是那个弓长的. */
const REFUSED = new RegExp(`不是那?个?(?:${[...new Set(BY_EAR.map(({ part }) => part))].join('|')})的`, 'g')

export interface SpelledSurname {
  readonly start: number
  readonly end: number
  readonly surname: string
}

/** Where a surname is spelled by its parts, and which it is. */
export function spelledSurnamesIn(text: string): SpelledSurname[] {
  const exact = [...text.matchAll(SPELLED)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    surname: match[0].at(-1) as string,
  }))
  const led = [...text.matchAll(CUE)].flatMap((cue) => heardAt(text, cue.index + cue[0].length) ?? [])
  const heard = [...text.matchAll(UNCOMMON)].flatMap(({ index }) => heardAt(text, index) ?? [])
  return [...exact, ...led, ...heard]
}

/** Where the parts of a surname stand that is not meant: 不是那个弓长的. */
export function refusedSpellingsIn(text: string): { start: number; end: number }[] {
  return [...text.matchAll(REFUSED)].map((match) => ({
    start: match.index + (/^不是那?个?/.exec(match[0])?.[0].length ?? 0),
    end: match.index + match[0].length,
  }))
}

/** A spelled surname by its sound, at `at` or behind the surname itself. */
function heardAt(text: string, at: number): SpelledSurname | null {
  for (const start of [at, at + 1]) {
    for (const { surname, part } of FIRST_SOUNDS.get(soundOf(text[start] ?? '')) ?? []) {
      const end = start + part.length
      if (!soundAlike(text.slice(start, end), part)) continue
      const isLed = start > at && soundAlike(text.slice(at, start), surname)
      const link = /^的?那?个?/.exec(text.slice(end, end + 3))?.[0].length ?? 0
      const closes = soundAlike(text.slice(end + link, end + link + 1), surname)
      if (!isLed && !(closes && start === at)) continue
      return { start: at, end: closes ? end + link + 1 : end, surname }
    }
  }
  return null
}
