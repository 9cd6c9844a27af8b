import { z } from 'zod'
import type { Tagging } from './lac.ts'
import { readLexicon } from './lexicon/read-lexicon.ts'
import { WordList, WordSet } from './lexicon/word-set.ts'
import type { Reading } from './recognizer.ts'

const edges = readLexicon(
  'name-edges.yaml',
  z.strictObject({ edges: WordList, edge_words: WordList, kinds: WordList }),
)
const Lists = z.record(z.string(), WordList)
export const ADDRESS_WORDS = readLexicon('address-words.yaml', Lists)
export const INSTITUTIONS = readLexicon('institutions.yaml', Lists)

/** What a name of a street, a settlement or premises ends in. */
export const PLACE_ENDINGS = new WordSet(
  ['settlements', 'ways', 'premises'].flatMap((list) => ADDRESS_WORDS[list] ?? []),
)
const EDGES = new Set(edges.edges)
const EDGE_WORDS = new WordSet(edges.edge_words)
const KINDS = new WordSet([
  ...edges.kinds,
  ...['settlements', 'ways', 'premises'].flatMap((list) => ADDRESS_WORDS[list] ?? []),
  ...['schools', 'hospitals', 'firms', 'offices', 'wards'].flatMap((list) => INSTITUTIONS[list] ?? []),
])
const NAME_CHARACTER = /[\p{Script=Han}A-Za-z]/u

/** How many characters of a name are not words for a kind: 2 in 新潮食品厂 would be 新潮, 0 in 电子厂. */
export function properCharacters(name: string): number {
  let proper = 0
  for (let at = 0; at < name.length; ) {
    const kind = KINDS.lengthAt(name, at)
    if (kind === 0) proper++
    at += kind || 1
  }
  return proper
}

/** Where the name that ends before `end` begins, by the words that cannot be part of one; `end` where there is none. */
export function nameStart({ text }: Reading, end: number, longest: number): number {
  let start = end
  while (end - start < longest) {
    const before = text[start - 1] ?? ''
    if (EDGES.has(before) || !NAME_CHARACTER.test(before) || EDGE_WORDS.lengthBefore(text, start) > 0) break
    start--
  }
  return start
}

/** Whether the tagger reads `[start, end)` as one word: 兰俱文化, a name that it does not know. */
export function isOneWord({ tagging }: Reading, start: number, end: number): boolean {
  for (let i = codePointAt(tagging, start) + 1; (tagging.offsets[i] as number) < end; i++)
    if ((tagging.wordStart[i] as number) > 0.5) return false
  return true
}

/** Whether the tagger reads every character of `[start, end)` as a word: 启帆, which it does not know either. */
export function isSingleWords({ tagging }: Reading, start: number, end: number): boolean {
  for (let i = codePointAt(tagging, start); (tagging.offsets[i] as number) < end; i++)
    if ((tagging.wordStart[i] as number) < 0.5) return false
  return true
}

/** The index of the code point that holds the UTF-16 offset. */
function codePointAt({ offsets }: Tagging, offset: number): number {
  let low = 0
  let high = offsets.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((offsets[middle] as number) > offset) high = middle - 1
    else low = middle
  }
  return low
}
