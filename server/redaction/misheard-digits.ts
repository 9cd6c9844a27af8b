import { z } from 'zod'
import { type DigitUnit, isDigit, spokenDigit } from './digit-characters.ts'
import { readLexicon } from './lexicon/read-lexicon.ts'

/** Recognisers write 幺 so; on their own they are ordinary words. */
const YAO = new Set([...'要么腰妖夭吆邀'])
const RARE_YAO = new Set([...'腰妖夭吆邀'])
/** What turns a following 要 or 么 back into the ordinary word: 我要, 需要, 什么. */
const PRONOUNS = new Set([...'我你您他她'])
const BEFORE_WORD_YAO = new Set([...'我你您他她它们想需不就主重只还快将都也会必非定没什怎这那多'])
/** What makes a 要 behind digits the ordinary word: 要不要, 要是, 要打. */
const AFTER_WORD_YAO = new Set([
  ...'不是求么紧看打去来给用让我人命吗怎等做干说找报问交还再先从跟和到多回走死注换加什脸饭钱东了哪谁几啥咋请',
])
/** Behind a whole number, 要 is a word with these too: 要这个干嘛. */
const ASKED = new Set([...'你我他她这那'])
const PHONE_CUE = /电话|手机|号码/
const PHONE_CUE_DISTANCE = 12

/** So many digits in a row make 要 in front of them one more: 您要三三六五零五. */
const MANY = 6
const MOBILE_LENGTH = 11
const ID_LENGTH = 18

const HOMOPHONES: ReadonlyMap<string, string> = new Map(
  Object.entries(readLexicon('digit-homophones.yaml', z.record(z.string(), z.string()))).flatMap(
    ([digit, characters]) => [...characters].map((character) => [character, digit] as const),
  ),
)

/** Of these, what is a word of its own so often that it says nothing where no number is completed. */
const COMMON = new Set([...'是事我就吧把发起已以又有也看懂动东'])
/** A digit or two between others, misheard in any way. */
const HEARD = `[${[...HOMOPHONES.keys()].filter((heard) => !COMMON.has(heard)).join('')}]{1,2}`
export const HEARD_BETWEEN = `(?<=\\d)${HEARD}(?=\\d)`
const ONLY_HEARD = new RegExp(`^${HEARD}$`)

/** Whether words between two pieces of a number may be misheard digits of it. */
export function isHeardBetween(words: string): boolean {
  return ONLY_HEARD.test(words)
}

/** Whether a character may have been written for a spoken digit. */
export function soundsLike(character: string, digit: string): boolean {
  return spokenDigit(character) === digit || HOMOPHONES.get(character) === digit
}

/** Whether a character that was taken for a digit is the word of another. */
export function isMisheard(character: string | undefined): boolean {
  return character !== undefined && HOMOPHONES.has(character) && !YAO.has(character)
}

/**
 * 要 and 么 count as 1 between two digits; at the head of three or more digits unless the word before makes them
 * ordinary (我要, 什么), of two behind a word for telephone; and at the tail of three digits or more unless they make
 * a word with what follows and complete no mobile number.
 */
export function settleYao(text: string, units: DigitUnit[]): void {
  let before = 0
  for (let i = 0; i < units.length; i++) {
    const unit = units[i] as DigitUnit
    if (isDigit(unit)) before += (unit.digit as string).length
    if (isDigit(unit) || unit.filler) continue
    if (!isYao(text, unit)) {
      before = 0
      continue
    }
    const group = [unit]
    let end = i + 1
    for (let k = end; units[k]?.filler || isYao(text, units[k]); k++) {
      if (units[k]?.filler) continue
      group.push(units[k] as DigitUnit)
      end = k + 1
    }
    let after = 0
    for (let k = end; after < MANY; k++) {
      if (units[k]?.digit || (after > 0 && isYao(text, units[k]))) after++
      else if (!units[k]?.filler) break
    }
    const inside = before > 0 && after > 0
    const twice = group.length > 1 && before + after > 0
    const led = after === 2 && group.length === 1 && isLedByPhone(text, unit.start)
    const many = after === MANY && PRONOUNS.has(text[unit.start - 1] ?? '')
    const word =
      BEFORE_WORD_YAO.has(text[unit.start - 1] ?? '') || /^\d/.test(text.slice(unit.end, unit.end + 1))
    const heads = before === 0 && (after >= 3 || led) && (many || !word)
    const last = (units[end - 1] as DigitUnit).start
    const whole = before + group.length === MOBILE_LENGTH || before + group.length === ID_LENGTH
    const complete = before === MOBILE_LENGTH || before === ID_LENGTH
    const asked = complete && ASKED.has(text[last + 1] ?? '')
    const pause = !units[end] || units[end]?.filler
    const tail = before >= 3 && after === 0 && (pause || whole || !(asked || isWordYao(text, last)))
    const one = inside || twice || heads || tail
    if (one) for (const yao of group) yao.digit = '1'
    before = one ? before + group.length : 0
    i = end - 1
  }
}

/** Whether the 要 at a place makes a word with what follows it. */
function isWordYao(text: string, at: number): boolean {
  return (!RARE_YAO.has(text[at] ?? '') || text[at + 1] === '请') && AFTER_WORD_YAO.has(text[at + 1] ?? '')
}

/**
 * Whether 要 at a place stands for a 1 behind the digits or letters of a number, and in front of them. `certain`: the
 * number goes on there, whatever word 要 makes with its other neighbour.
 */
export function isSpokenOneBehind(text: string, at: number, certain = false): boolean {
  return YAO.has(text[at] ?? '') && (certain || !isWordYao(text, at))
}

export function isSpokenOneBefore(text: string, at: number, certain = false): boolean {
  const before = text[at - 1] ?? ''
  return (
    YAO.has(text[at] ?? '') &&
    ((certain && text[at] !== '么') || PRONOUNS.has(before) || !BEFORE_WORD_YAO.has(before))
  )
}

function isYao(text: string, unit: DigitUnit | undefined): boolean {
  return unit !== undefined && YAO.has(text.slice(unit.start, unit.end))
}

function isLedByPhone(text: string, at: number): boolean {
  return PHONE_CUE.test(text.slice(Math.max(0, at - PHONE_CUE_DISTANCE), at))
}

/** A misheard digit is known where exactly it completes the 11 digits of a mobile number or the 18 of an ID. */
export function settleHomophones(text: string, units: DigitUnit[]): void {
  for (const [i, unit] of units.entries()) {
    const digit = HOMOPHONES.get(text.slice(unit.start, unit.end))
    if (digit === undefined || unit.filler || isDigit(unit)) continue
    const often = COMMON.has(text.slice(unit.start, unit.end))
    if (!isDigit(units[i - 1]) && (often || !isDigit(units[i + 1]))) continue
    const before = digitsBeside(units, i, -1)
    const number = before + digit + digitsBeside(units, i, 1)
    const mobile = number.length === MOBILE_LENGTH && /^1[3-9]/.test(number)
    if (mobile || (number.length === ID_LENGTH && before)) unit.digit = digit
  }
}

/** The digits that touch a unit on one side, fillers left out, as far as a number can reach. */
function digitsBeside(units: readonly DigitUnit[], at: number, step: 1 | -1): string {
  let digits = ''
  for (let i = at + step, left = 2 * ID_LENGTH; left > 0 && digits.length <= ID_LENGTH; i += step, left--) {
    const unit = units[i]
    if (isDigit(unit)) digits = step > 0 ? digits + unit?.digit : unit?.digit + digits
    else if (!unit?.filler) break
  }
  return digits
}
