import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'
import type { Reading } from './recognizer.ts'

const SERVICE_NUMBERS: ReadonlySet<string> = new Set(
  Object.values(readLexicon('service-numbers.yaml', z.record(z.string(), z.array(z.string())))).flat(),
)
const LONGEST_SERVICE = 11
const MOBILE_OR_ID = /^(?:(?:86)?1[3-9]\d{9}|\d{15}|\d{17}[\dX])$/
const NUMBER_CUE = /电话|手机|座机|号码|尾号|分机|证件|身份证|卡号|账号|帐号|学号|工号|微信|QQ/i
const MEASURE =
  /^\s*[多来几]?(?:块|元|毛|[十百千万亿]|个|人|片|颗|粒|瓶|盒|支|针|毫克|毫升|克|斤|公斤|mg|ml|kg|g|米|公里|厘米|步|次|遍|字|天|年|月|日|点|分|秒|小?时|周|岁|度|%|％|级|页|倍)/i
const YEAR = /^(?:19|20)\d\d$/
const COUNTING_UP = '0123456789'
const COUNTING_DOWN = '9876543210'

/** Whether words just before a number say that it is one to reach or to know somebody by. */
function hasNumberCue(shadow: string, start: number): boolean {
  return NUMBER_CUE.test(shadow.slice(Math.max(0, start - 12), start))
}

/**
 * What is left of a run of digits (`[start, end)` of the shadow) once the numbers that a transcript keeps are taken
 * off: service numbers, quantities with their measure, years, counting aloud. Null where nothing is left.
 */
export function withoutKeptNumbers(
  { text, digits }: Reading,
  start: number,
  end: number,
): { start: number; end: number } | null {
  const { shadow } = digits
  const whole = shadow.slice(start, end)
  if (MOBILE_OR_ID.test(whole) || /[A-Za-z_]/.test(shadow[start - 1] ?? '')) return { start, end }
  if (isServiceNumber(whole)) return null
  const chunks = digits.chunks(start, end)
  const measured = MEASURE.test(shadow.slice(end, end + 8))
  const original = digits.toOriginal(start, end)
  const written = text.slice(original.start, original.end)
  if (measured && whole.length <= 8 && /^[1-9]\d{0,2}(?:\d*|(?:[,，]\d{3})+)$/.test(written)) return null
  if (!hasNumberCue(shadow, start)) {
    if (measured && COUNTING_UP.includes(whole)) return null
    if (COUNTING_UP.startsWith(whole) || COUNTING_UP.slice(1).startsWith(whole)) return null
    if (COUNTING_DOWN.endsWith(whole) || COUNTING_DOWN.slice(0, -1).endsWith(whole)) return null
    if (/^\d{1,4}\.\d+$/.test(written)) return null
    if (measured && chunks.every((chunk) => isShortQuantity(chunk) || YEAR.test(chunk))) return null
  }
  if (chunks.every(isServiceNumber)) return null
  let first = 0
  let last = chunks.length
  while (first < last && isLongServiceNumber(chunks[first] as string)) first++
  if (measured && first < last && isShortQuantity(chunks[last - 1] as string)) last--
  while (first < last && isLongServiceNumber(chunks[last - 1] as string)) last--
  const from = start + chunks.slice(0, first).join('').length
  const to = end - chunks.slice(last).join('').length
  return from < to ? { start: from, end: to } : null
}

/** A service number, with or without an area code, said once or several times without a pause. */
function isServiceNumber(digits: string): boolean {
  if (SERVICE_NUMBERS.has(digits)) return true
  if (/^0\d{7,}/.test(digits) && [3, 4].some((area) => SERVICE_NUMBERS.has(digits.slice(area)))) return true
  let at = 0
  while (at < digits.length) {
    let length = LONGEST_SERVICE
    while (length >= 5 && !SERVICE_NUMBERS.has(digits.slice(at, at + length))) length--
    if (length < 5) return false
    at += length
  }
  return true
}

/** Beside other digits, three may as well be a piece of a longer number. */
function isLongServiceNumber(chunk: string): boolean {
  return chunk.length >= 5 && isServiceNumber(chunk)
}

function isShortQuantity(chunk: string): boolean {
  return /^[1-9]\d{0,2}$/.test(chunk)
}
