import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { simplifiedInPlace, withoutMarks, writtenForm } from './written-form.ts'

const words = z.array(z.string().min(1)).min(1)
const Keywords = z.strictObject({
  version: z.literal(1),
  risk: words,
  negation: z.strictObject({ words, except: words }),
  units: words,
})
const Drugs = z.object({ drugs: words })

const keywords = Keywords.parse(read('keywords.yaml'))
const PATTERNS = {
  risk: anyOf(keywords.risk),
  negation: anyOf([...keywords.negation.words, ...keywords.negation.except]),
  drug: anyOf(Drugs.parse(read('../clinical-words.yaml')).drugs),
}
const NOT_NEGATIONS = new Set(keywords.negation.except)
const NUMBER = new RegExp(`\\d[\\d./]*\\d%?|\\d%|\\d(?=${keywords.units.join('|')})`, 'g')

export const KEYWORD_GROUPS = ['risk', 'negation', 'drug', 'number'] as const
export type KeywordGroup = (typeof KEYWORD_GROUPS)[number]

/** One keyword of a reference: whether the transcript has it, and where it stands where that is known. */
export interface KeywordHeard {
  readonly group: KeywordGroup
  readonly heard: boolean
  /** A stretch of the reference in UTF-16 units; a number is compared in digits and has none. */
  readonly span?: { readonly start: number; readonly end: number }
}

/**
 * Every keyword of a reference, looked for in what was heard. A word that is said twice must be heard twice; which of
 * the two is lost is not known, and the later one is named.
 */
export function keywordsHeard(reference: string, heard: string): KeywordHeard[] {
  const text = simplifiedInPlace(reference)
  const plain = withoutMarks(heard)
  const found = (['risk', 'negation', 'drug'] as const).flatMap((group) => {
    const left = counted([...plain.matchAll(PATTERNS[group])].map(([word]) => meaning(word)))
    return [...text.matchAll(PATTERNS[group])]
      .filter(([word]) => !NOT_NEGATIONS.has(word))
      .map(({ 0: word, index }) => ({
        group,
        heard: left.take(meaning(word)),
        span: { start: index, end: index + word.length },
      }))
  })
  const left = counted(numbersIn(heard))
  return [
    ...found,
    ...numbersIn(reference).map((number) => ({ group: 'number' as const, heard: left.take(number) })),
  ]
}

/** 没有 that is heard as 没 still denies. */
function meaning(word: string): string {
  return word === '没有' ? '没' : word
}

function numbersIn(text: string): string[] {
  return [...writtenForm(text).matchAll(NUMBER)].map(([number]) => number)
}

function counted(words: readonly string[]): { take(word: string): boolean } {
  const left = new Map<string, number>()
  for (const word of words) left.set(word, (left.get(word) ?? 0) + 1)
  return {
    take(word) {
      const count = left.get(word) ?? 0
      left.set(word, count - 1)
      return count > 0
    },
  }
}

/** Longer words first: 没有希望 is not 没有. */
function anyOf(list: readonly string[]): RegExp {
  return new RegExp(list.toSorted((a, b) => b.length - a.length).join('|'), 'g')
}

function read(file: string): unknown {
  return parse(readFileSync(new URL(file, import.meta.url), 'utf8'))
}
