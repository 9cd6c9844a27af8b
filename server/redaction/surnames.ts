import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'

const Surnames = z.object({ single: z.string(), compound: z.array(z.string()), everyday: z.string() })
const { single, compound, everyday } = readLexicon('surnames.yaml', Surnames)
const characters = (list: string) => list.replaceAll(' ', '')

/** Pattern sources. The first is trusted without the tagger's opinion, the second needs it. */
export const SURNAME = `(?:${compound.join('|')}|[${characters(single)}])`
export const ANY_SURNAME = `(?:${compound.join('|')}|[${characters(single + everyday)}])`

const TRUSTED_AT = new RegExp(SURNAME, 'y')
const ANY_AT = new RegExp(ANY_SURNAME, 'y')

/** Where a surname ends that begins at `at`, or null. */
export function endOfSurname(text: string, at: number): number | null {
  return endOf(TRUSTED_AT, text, at)
}

/** The same with surnames that are everyday words too. */
export function endOfAnySurname(text: string, at: number): number | null {
  return endOf(ANY_AT, text, at)
}

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : null
}
