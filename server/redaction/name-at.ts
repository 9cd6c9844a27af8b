import { wordEdge } from './name-evidence.ts'
import { isGivenCharacter, prefixedForm, reduplicatedForm } from './nickname-forms.ts'
import { isNotName } from './not-names.ts'
import { namesSeen } from './person-spans.ts'
import type { Reading } from './recognizer.ts'
import { endOfAnySurname, endOfSurname } from './surnames.ts'

/** A character that a name can go on with: any but particles, pronouns and 人. */
const HAN = /(?![的了吗呢吧啊呀嘛哦我你您他她它们人])\p{Script=Han}/u
/** What may stand behind a name that its form alone tells. */
const AFTER_NAME =
  /^(?:$|[^\p{L}]|今年|今天|今晚|现在|刚刚?|电话|手机|家住|住在?|在|来自|身份|性别|出生|是|对|就|也|的|和|跟|这|那|一个|男|女|名字|外号|小名|网名|说|吧|呀|啊|呢|嘛|啦|才|我|你|您|他|她|[零一二两三四五六七八九十幺])/u

/** The same, and nothing else but a name before it. */
const FOLLOWS = /^(?:今年|电话|手机|家住|来自|身份|性别|出生|[一二三四五六七八九]十)/

const CLOSED = new RegExp(`^(?:$|[^\\p{L}])|${FOLLOWS.source}`, 'u')

/** The names that the tagger sees, by where they begin. */
export type SeenNames = ReadonlyMap<number, { readonly end: number; readonly score: number }>

export function namesByStart({ text, tagging }: Reading, threshold: number): SeenNames {
  return new Map(namesSeen(text, tagging, threshold).map(({ start, end, score }) => [start, { end, score }]))
}

/** Where a nickname ends that begins at `at`, by its form: 小雨, 阿强, 老周, 豆豆. */
export function endOfNickname(text: string, at: number): number | null {
  const [first = '', second = ''] = text.slice(at, at + 2)
  const form = first === second ? reduplicatedForm(first) : prefixedForm(first, second)
  return /[小老阿大]/.test(first) || first === second ? (form === 'never' ? null : at + 2) : null
}

/**
 * Where a surname with one or two characters more ends. The second belongs to the name where the tagger sees no new
 * word begin, and where what stands behind it follows a name and would not follow one character.
 */
export function endOfFullName({ text, tagging }: Reading, at: number): number | null {
  const surname = endOfSurname(text, at)
  if (surname === null || !HAN.test(text[surname] ?? '')) return null
  const next = surname + 1
  if (!HAN.test(text[next] ?? '')) return next
  const isClosedLater =
    FOLLOWS.test(text.slice(next + 1, next + 3)) && !AFTER_NAME.test(text.slice(next, next + 2))
  return isClosedLater || wordEdge(tagging, next) <= 0.5 ? next + 1 : next
}

/** The same where the cue is weaker: what follows must be what follows a name. */
export function endOfBoundedName(reading: Reading, at: number): number | null {
  const { text, breaks } = reading
  const end = endOfFullName(reading, at)
  const surname = endOfAnySurname(text, at)
  const isBounded = (to: number) => breaks.includes(to) || AFTER_NAME.test(text.slice(to, to + 2))
  if (end !== null && isBounded(end) && !isNotName(text.slice(at, end))) return end
  // 同大海: the recogniser may have written the surname in another way.
  const behind = surname ?? (HAN.test(text[at] ?? '') ? at + 1 : at)
  const isGiven = (from: number) =>
    from + 2 <= text.length && [...text.slice(from, from + 2)].every(isGivenCharacter)
  if (behind > at && isGiven(behind) && isBounded(behind + 2)) return behind + 2
  // 我叫建国今年…: a given name alone, where nothing but a name could end.
  const isClosed = breaks.includes(at + 2) || CLOSED.test(text.slice(at + 2, at + 4))
  return isGiven(at) && isClosed && !isNotName(text.slice(at, at + 2)) ? at + 2 : null
}
