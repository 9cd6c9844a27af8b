import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'

const RELATIONS = Object.entries(readLexicon('kin.yaml', z.record(z.string(), z.array(z.string()))))
const MEANING = new Map(
  RELATIONS.flatMap(([meaning, words]) => words.map((word) => [word, meaning] as const)),
)
const LONGEST = Math.max(...[...MEANING.keys()].map((word) => word.length))
const FAMILY_UP_TO = RELATIONS.findIndex(([meaning]) => meaning === '亲戚')
const FAMILY = new Set(RELATIONS.slice(0, FAMILY_UP_TO + 1).map(([meaning]) => meaning))

/** Who somebody is. */
export interface Relation {
  /** To the caller: what the placeholder of the name keeps. Not there where it is somebody else's relation: 他妈. */
  readonly meaning?: string
  readonly isFamily: boolean
}

/** The relation that ends right before `at`: 母亲 for 我妈 and for 我妈妈. */
export function relationBefore(text: string, at: number): Relation | null {
  for (let length = Math.min(LONGEST, at); length > 0; length--) {
    const meaning = MEANING.get(text.slice(at - length, at))
    if (!meaning) continue
    const isOfOthers = /[他她它]/.test(text[at - length - 1] ?? '')
    return { ...(!isOfOthers && { meaning }), isFamily: FAMILY.has(meaning) }
  }
  return null
}
