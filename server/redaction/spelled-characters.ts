import { personIn, wordEdge } from './name-evidence.ts'
import type { Reading } from './recognizer.ts'
import { soundOf } from './sounds.ts'
import { endOfSurname } from './surnames.ts'

/** What joins a word to the one of its characters that is meant: 晨曦的晨, 孟子那个孟, 植物嘅植. */
const LINK = /的那个|嘅|的|那个/g
const HAN = /\p{Script=Han}/u
const LONGEST_WORD = 4
/** Of words that are said for their grammar, none is part of a name. */
const NEVER = new Set([...'我你您他她它们的了吗呢吧啊呀嘛哦嗯这那么什没都也就还很太在给把被让'])
/** Everyday words too: they count only where a cue leads up to a name that holds them, or in a row of several. */
const EVERYDAY = new Set([
  ...'有不是说要想会能可走怕做看好对真多少打来去到过话天年月人心事钱家妈爸爱活死病气情自最认问亲已之一二三两大小上下里外前后',
])
/** So far before it a cue tells that characters are explained. */
const CUE_REACH = 14
const CUE = /姓|叫(?![什啥我他她你您])|名字|单[名字]|登记|写|哪个|哪几个|怎么写/
const RIGHT_BEFORE = /(?:是|不是|那个|单名|一个|念|不对|对)$/
/** 就是那个子丑寅卯: the word begins behind these, whatever the tagger thinks. */
const LED = /[是个](?!那个)((?:(?![是个])\p{Script=Han}){1,3})$/u
/** Between two characters that are explained one after the other. */
const BETWEEN = /(?:[\s，,、。]|和|跟|还有|然后|再|哦|嗯|呃|不对|错了|不是|是|那个|名字){0,4}/y
const NEXT = /\p{Script=Han}{2,4}?(?:的那个|嘅|的)\p{Script=Han}/uy
/** What may stand behind the explanation where nothing but its form speaks for it. */
const CLOSED =
  /^(?:$|[^\p{L}]|[吧呀啊嘛呢吗么哦嗯哈对是就我你您也电今现不这那念读加单]|[零〇一二两三四五六七八九十幺])/u

export interface SpelledCharacter {
  readonly start: number
  readonly end: number
  /** The character that is meant. */
  readonly character: string
}

/**
 * Where characters of a name are explained by words that hold them: 高低的高, 王羲之的王, 雷打雷的雷. `spelledBefore` are
 * the ends of surnames that are spelled in another way; what is explained right behind one goes on with the name.
 */
export function spelledCharactersIn(
  reading: Reading,
  spelledBefore: ReadonlySet<number>,
): SpelledCharacter[] {
  const { text } = reading
  const spelled: SpelledCharacter[] = []
  for (const link of text.matchAll(LINK)) {
    const last = spelled.at(-1)
    if (last && link.index < last.end) continue
    const candidate = candidateAt(reading, link.index, link.index + link[0].length)
    if (!candidate) continue
    const behind = endOfSame(text, candidate.start)
    const chained =
      (last !== undefined && last.end >= behind) || holdsOneOf(spelledBefore, behind, candidate.start)
    if (!chained && !isMeant(reading, candidate)) continue
    spelled.push(candidate, ...mangledAfter(reading, candidate.end))
  }
  return spelled
}

/** Whether one of the offsets lies in `[from, to]`. */
export function holdsOneOf(offsets: ReadonlySet<number>, from: number, to: number): boolean {
  for (let at = from; at <= to; at++) if (offsets.has(at)) return true
  return false
}

/** A word before the link that holds the character behind it, by its look or its sound. */
function candidateAt(
  reading: Reading,
  link: number,
  at: number,
): (SpelledCharacter & { looks: boolean }) | null {
  const { text } = reading
  const compound = endOfSurname(text, at) === at + 2 ? text.slice(at, at + 2) : null
  if (compound && text.slice(link - LONGEST_WORD, link).includes(compound)) {
    const start = text.lastIndexOf(compound, link - 1)
    return { start, end: at + 2, character: compound, looks: true }
  }
  const character = text[at] ?? ''
  if (!HAN.test(character) || NEVER.has(character)) return null
  let from = link
  while (from > link - LONGEST_WORD - 1 && from > 0 && HAN.test(text[from - 1] as string)) from--
  const before = text.slice(from, link)
  const looks = before.includes(character)
  const index = looks ? before.lastIndexOf(character) : lastAlike(before, character)
  if (index < 0) return null
  const found = from + index
  const isLast = found === link - 1
  // 朋友的朋友: the word is said again, no character of it is meant.
  if (looks && !isLast && text[found + 1] === text[at + 1]) return null
  const first = from + before.indexOf(character)
  // 雷打雷 and 棠海棠 from the first on, 欣欣向荣 and 植植物 with what stands doubled.
  const isRepeated = looks && first < found && !holdsNever(text.slice(first, found))
  const repeated = isRepeated ? first : startBefore(reading, found, from)
  const headed = text[found - 1] === character ? found - 1 : found
  const start = isLast ? repeated : startOfCounted(text, headed)
  const word = text.slice(start, link)
  if (isLast && text.startsWith(word, at)) return null
  return word.length < 2 || holdsNever(word) ? null : { start, end: at + 1, character, looks }
}

function holdsNever(word: string): boolean {
  return [...word].some((character) => NEVER.has(character))
}

/** 一段话 */
function startOfCounted(text: string, start: number): number {
  return /[一两三几每第]/.test(text[start - 1] ?? '') ? start - 1 : start
}

function lastAlike(before: string, character: string): number {
  const sound = soundOf(character)
  for (let i = before.length - 1; i >= 0; i--) if (soundOf(before[i] as string) === sound) return i
  return -1
}

/** The character ends the word: 海棠, 子丑寅卯. The word begins behind a word that leads up to it, or by the tagger. */
function startBefore({ text, tagging }: Reading, found: number, from: number): number {
  const led = LED.exec(text.slice(Math.max(0, from - 3), found))
  if (led) return found - (led[1] as string).length
  let start = found - 1
  while (start > from && wordEdge(tagging, start) < 0.5) start--
  return Math.max(start, from)
}

/** Where what was explained before ends for somebody who explains the next character. */
function endOfSame(text: string, start: number): number {
  const before = text.slice(Math.max(0, start - 4), start)
  const between =
    /(?:[\s，,、。]|和|跟|还有|然后|再|哦|嗯|呃|不对|错了|不是|是|那个)*$/.exec(before)?.[0].length ?? 0
  return start - between
}

/** Whether something around says that a name is being spelled. */
function isMeant(
  { text, breaks, tagging }: Reading,
  { start, end, character, looks }: SpelledCharacter & { looks: boolean },
): boolean {
  const before = text.slice(Math.max(0, start - CUE_REACH), start)
  if (text.startsWith(character + character, start)) return !EVERYDAY.has(character)
  NEXT.lastIndex = end
  const isFirstOfSeveral = NEXT.test(text)
  const isClosed = breaks.includes(end) || CLOSED.test(text.slice(end, end + 1))
  if (!looks) return isClosed && CUE.test(before.slice(-8))
  // 自己的自信: the character begins another word.
  const goesOn = wordEdge(tagging, end) < 0.5 && personIn(tagging, end - 1, end + 1) < 0.3
  if (!isFirstOfSeveral && !isClosed && goesOn) return false
  const isNamed =
    before.slice(-5).includes(character) || text.slice(start, end - 2).split(character).length > 2
  const isLed = CUE.test(before)
  if (isNamed || isLed) return !EVERYDAY.has(character) || (isNamed && isLed)
  const stands =
    start === 0 || breaks.includes(start) || !HAN.test(text[start - 1] as string) || RIGHT_BEFORE.test(before)
  return !EVERYDAY.has(character) && (isFirstOfSeveral || (isClosed && stands))
}

/** 高低的高远境的眼: behind a character that was explained, the next may be written so that nothing fits. */
function mangledAfter({ text, breaks }: Reading, at: number): SpelledCharacter[] {
  BETWEEN.lastIndex = at
  const start = at + (BETWEEN.exec(text)?.[0].length ?? 0)
  NEXT.lastIndex = start
  const next = NEXT.exec(text)
  if (!next) return []
  const end = start + next[0].length
  const isClosed = breaks.includes(end) || end === text.length || !HAN.test(text[end] as string)
  const character = text[end - 1] as string
  return isClosed && !NEVER.has(character) && !EVERYDAY.has(character) ? [{ start, end, character }] : []
}
