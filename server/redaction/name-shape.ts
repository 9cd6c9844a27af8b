import { EVERYDAY, isGivenCharacter, prefixedForm, reduplicatedForm } from './nickname-forms.ts'
import { endOfAnySurname, endOfSurname } from './surnames.ts'

/**
 * What a candidate looks like. `full`: 王小明. `short`: 王芳. `nickname`: 小王, 婷婷. `weak nickname`: 小路, 明明.
 * `given`: 晓棠. `foreign`: 阿尔弗雷德. `single`: 王.
 */
export type NameShape =
  | 'full'
  | 'short'
  | 'nickname'
  | 'weak nickname'
  | 'given'
  | 'foreign'
  | 'single'
  | 'other'

const HAN = /^\p{Script=Han}+$/u

/** The shape of a candidate of at least one character. */
export function shapeOf(name: string): NameShape {
  if (name.length === 1) return 'single'
  if (!HAN.test(name)) return 'foreign'
  const [first = '', second = ''] = name
  if (name.length === 2) {
    const form = first === second ? reduplicatedForm(first) : prefixedForm(first, second)
    if (/[小老阿大]/.test(first) || first === second) {
      if (form === 'sure') return 'nickname'
      return form === 'model' ? 'weak nickname' : 'other'
    }
  }
  const surname = endOfSurname(name, 0)
  const given = name.length - (surname ?? 0)
  if (surname && given >= 1 && given <= 2) return given === 2 || surname === 2 ? 'full' : 'short'
  if (name.length === 3 && endOfAnySurname(name, 0) === 1) return 'full'
  if (name.length <= 3 && [...name].every(isGivenCharacter)) return 'given'
  return name.length >= 4 ? 'foreign' : 'other'
}

/** Names that are everyday words too: known of somebody, they must not be searched for wherever they stand. */
export function isEverydayName(name: string): boolean {
  return EVERYDAY.has(name)
}
