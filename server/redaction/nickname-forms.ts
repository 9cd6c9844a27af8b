import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'
import { ANY_SURNAME } from './surnames.ts'

const Characters = z.record(z.string(), z.string())
const Nicknames = z.object({
  never: Characters,
  model: Characters,
  endings: z.array(z.string()),
  son: z.string(),
  child: z.array(z.string()),
  everyday: z.array(z.string()),
})
const given = readLexicon('given-names.yaml', Characters)
const nicknames = readLexicon('nicknames.yaml', Nicknames)
const setOf = (list = '') => new Set(list.replaceAll(' ', ''))

export const GIVEN = `[${given.characters?.replaceAll(' ', '')}]`
const GIVEN_CHARACTERS = setOf(given.characters)
const NEVER = new Map(Object.entries(nicknames.never).map(([head, list]) => [head, setOf(list)]))
const MODEL = new Map(Object.entries(nicknames.model).map(([head, list]) => [head, setOf(list)]))
const REDUPLICATED = setOf(given.reduplicated)
const AMBIGUOUS = setOf(given.ambiguous)
const NEVER_REDUPLICATED = setOf(given.never)
const IS_SURNAME = new RegExp(`^${ANY_SURNAME}$`)

/** What a form of a nickname is worth by itself. `model`: only with the tagger's opinion or a cue. */
export type FormStrength = 'sure' | 'model' | 'never'

/** 小王, 老李, 阿哲, 大刘: what stands before the character, and the character. */
export function prefixedForm(head: string, character: string): FormStrength {
  if (NEVER.get(head)?.has(character)) return 'never'
  const isSurname = IS_SURNAME.test(character)
  if (head === '老' || head === '大' ? !isSurname : !isSurname && !GIVEN_CHARACTERS.has(character)) {
    return head === '阿' ? 'model' : 'never'
  }
  return head === '大' || MODEL.get(head)?.has(character) ? 'model' : 'sure'
}

/** 婷婷, 明明, 慢慢, by the character that is said twice. */
export function reduplicatedForm(character: string): FormStrength {
  if (NEVER_REDUPLICATED.has(character)) return 'never'
  if (REDUPLICATED.has(character)) return 'sure'
  return AMBIGUOUS.has(character) || GIVEN_CHARACTERS.has(character) ? 'model' : 'never'
}

export function isGivenCharacter(character: string): boolean {
  return GIVEN_CHARACTERS.has(character)
}

/** 强子, 柱子; 鹏伢子; 三娃, 狗蛋: nicknames by their ending, which need a cue. */
export const NICKNAME_BY_ENDING = `(?:[${nicknames.son}]子|${GIVEN}(?:${nicknames.endings.join('|')})|[一二三四五六七八九大小狗毛铁石牛虎${nicknames.son}](?:${nicknames.child.join('|')}))`

export const EVERYDAY: ReadonlySet<string> = new Set(nicknames.everyday)
