import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'

const titles = readLexicon('titles.yaml', z.record(z.string(), z.array(z.string())))
const anyOf = (words: readonly string[] = []) =>
  `(?:${words.toSorted((a, b) => b.length - a.length).join('|')})`

/** Pattern sources: words that follow a surname, one character that does, words that follow a given name too. */
export const LONG_TITLE = anyOf(titles.long)
export const SHORT_TITLE = anyOf(titles.short)
export const KIN_TITLE = anyOf(titles.kin)

/** What looks like a surname and a title and is something else: 施工. */
export const NOT_TITLED: ReadonlySet<string> = new Set(titles.stop)

const TITLED = new RegExp(`(?:${LONG_TITLE}|${SHORT_TITLE}|${KIN_TITLE})$`)

/** Whether a name ends with a title: 王老师, 刘婶. */
export function hasTitle(name: string): boolean {
  return TITLED.test(name)
}
