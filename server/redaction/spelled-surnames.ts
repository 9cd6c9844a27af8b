import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'

const PARTS = readLexicon('spelled-surnames.yaml', z.record(z.string(), z.array(z.string())))

/** 弓长张, 弓长的张, 张弓长张: the surname is the last character. */
const SPELLED = new RegExp(
  Object.entries(PARTS)
    .map(([surname, parts]) => `${surname}?(?:${parts.join('|')})的?那?个?${surname}`)
    .join('|'),
  'g',
)

/** Where a surname is spelled by its parts, and which it is. */
export function spelledSurnamesIn(text: string): { start: number; end: number; surname: string }[] {
  return [...text.matchAll(SPELLED)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    surname: match[0].at(-1) as string,
  }))
}
