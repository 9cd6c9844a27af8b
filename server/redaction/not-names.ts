import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'

const Words = z.record(z.string(), z.array(z.string()))
const NOT_NAMES = new Set(Object.values(readLexicon('not-names.yaml', Words)).flat())
const LONGEST = Math.max(...[...NOT_NAMES].map((word) => word.length))
const DRUGS = Object.values(readLexicon('drugs.yaml', Words))
  .flat()
  .sort((a, b) => b.length - a.length)
const DRUG = new RegExp(DRUGS.join('|'), 'g')

/** Whether a candidate is a role or a relative, alone or with more of the sentence behind it. */
export function isNotName(candidate: string): boolean {
  if (NOT_NAMES.has(candidate)) return true
  for (let length = 3; length <= Math.min(LONGEST, candidate.length); length++) {
    if (NOT_NAMES.has(candidate.slice(0, length))) return true
  }
  return false
}

/** One byte for each UTF-16 unit of the text: 1 where a medicine is named. */
export function drugMask(text: string): Uint8Array {
  const mask = new Uint8Array(text.length)
  for (const match of text.matchAll(DRUG)) mask.fill(1, match.index, match.index + match[0].length)
  return mask
}
