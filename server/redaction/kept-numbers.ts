import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'
import type { Reading } from './recognizer.ts'
import { isLongServiceNumber, isServiceNumber } from './service-numbers.ts'

/** 九八五, 九九六, 五二零一三一四. */
const NUMBER_WORDS: ReadonlySet<string> = new Set(
  Object.values(readLexicon('number-words.yaml', z.record(z.string(), z.array(z.string())))).flat(),
)
const MOBILE_OR_ID = /^(?:(?:86)?1[3-9]\d{9}|\d{15}|\d{17}[\dX])$/
const MEASURE =
  /^\s*[多来几]?(?:块|元|毛|[十百千万亿]|个|人|片|颗|粒|瓶|盒|支|针|毫克|毫升|克|斤|公斤|mg|ml|kg|g|米|公里|厘米|步|次|遍|字|天|年|月|日|点|分|秒|小?时|周|岁|度|%|％|级|页|倍)/i
/** What one or two digits count besides; three said one by one are no quantity. */
const COUNTED =
  /^\s?(?:[号位段组排层间张条件句家场班期届节课名折路线股亩平集章楼栋例份项群胎孩口床科频比世种样])/
const YEAR = /^(?:19|20)\d\d$/
const YEARS = /^(?:(?:19|20)\d\d){2,}$/
/** A date as a machine writes it; the birth dates among them have a recogniser of their own. */
const WRITTEN_DATE = /^(?:19|20)\d\d([-./·])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])$/
const WRITTEN_DECIMAL = /^\d{1,4}\.\d+$/
/** 68、33、72、40 */
const WRITTEN_LIST = /^\d{1,2}(?:[、,，]\s?\d{1,2})+$/
const WRITTEN_RANGE = /^\d{1,6}\s?[-–—~～]\s?\d{1,6}$/
const WRITTEN_ROUND = /^[1-9]\d{0,2}0{3,}$/
const WRITTEN_QUANTITY = /^[1-9]\d{0,2}(?:\d{0,5}|(?:[,，]\d{3})+)$/
const STAFF_BEFORE = /工号|坐席号|座席号|(?:接线员|咨询师)(?:是|为)?$/
const STAFF_REACH = 24
const STAFF_LENGTH = 5
const STAFF_AFTER = /^[，, ]?(?:号?(?:接线员|咨询师|坐席|座席|话务员)|(?:很高兴)?为您服务|很高兴)/

/** How a run of digits stands: alone, behind words that announce a number, or going on with one. */
export type Standing = 'alone' | 'announced' | 'going-on'

/** A run of digits with all that tells whether it is kept. */
interface Run {
  readonly shadow: string
  readonly start: number
  readonly end: number
  readonly digits: string
  /** As it stands in the text. */
  readonly written: string
  readonly chunks: readonly string[]
  /** A measure follows it. */
  readonly measured: boolean
}

/**
 * What is left of a run of digits (`[start, end)` of the shadow) once the numbers that a transcript keeps are taken
 * off: service numbers, quantities with their measure, years, dates, times, counting aloud, the number that a
 * responder gives as a member of staff. Null where nothing is left.
 */
export function withoutKeptNumbers(
  reading: Reading,
  start: number,
  end: number,
  standing: Standing,
): { start: number; end: number } | null {
  const run = readRun(reading, start, end)
  const { chunks, measured, shadow } = run
  if (MOBILE_OR_ID.test(run.digits) || /[A-Za-z_]/.test(shadow[start - 1] ?? '')) return { start, end }
  if (isOrdinal(run) || isTime(run) || isMeasured(run, standing) || isService(run, standing)) return null
  if (standing === 'alone' && (isSeries(run) || isWritten(run) || isStaffNumber(run))) return null
  let first = 0
  let last = chunks.length
  while (first < last && isLongServiceNumber(chunks[first] as string)) first++
  if (measured && first < last && /^[1-9]\d?$/.test(chunks[last - 1] as string)) last--
  while (first < last && isLongServiceNumber(chunks[last - 1] as string)) last--
  const from = start + chunks.slice(0, first).join('').length
  const to = end - chunks.slice(last).join('').length
  return from < to ? { start: from, end: to } : null
}

function readRun({ text, digits }: Reading, start: number, end: number): Run {
  const { shadow } = digits
  const place = digits.toOriginal(start, end)
  const written = text.slice(place.start, place.end)
  return {
    shadow,
    start,
    end,
    digits: shadow.slice(start, end),
    written,
    chunks: digits.chunks(start, end),
    // 幺拐 and the like are said for digits only.
    measured: !/[幺洞拐勾]$/.test(written) && MEASURE.test(shadow.slice(end, end + 8)),
  }
}

/** 第三, 高三, 周一, 初一. */
function isOrdinal({ shadow, start, end }: Run): boolean {
  return end - start <= 2 && /[第周初高研拜期]$/.test(shadow.slice(Math.max(0, start - 1), start))
}

/** 17:00 */
function isTime({ shadow, start, end }: Run): boolean {
  const before = shadow.slice(Math.max(0, start - 2), start)
  return /^[:：]\d\d/.test(shadow.slice(end, end + 3)) || /\d[:：]$/.test(before)
}

/** A quantity or a year. What goes on a number is none, unless a machine wrote it so. */
function isMeasured({ shadow, end, digits, written, chunks, measured }: Run, standing: Standing): boolean {
  if (digits.length <= 2 && COUNTED.test(shadow.slice(end, end + 2))) return true
  if (!measured) return false
  if (WRITTEN_QUANTITY.test(written)) return true
  if (standing === 'going-on') return false
  const longest = standing === 'announced' ? 2 : 3
  return chunks.every(
    (chunk) => (/^[1-9]/.test(chunk) && chunk.length <= longest) || isYear(chunk, shadow[end]),
  )
}

/** 二零二四年, and 一三年 for a piece of a number that is announced. */
function isYear(chunk: string, next: string | undefined): boolean {
  return YEAR.test(chunk) || (chunk.length === 2 && next === '年')
}

function isService({ digits, chunks }: Run, standing: Standing): boolean {
  if (standing === 'going-on') return isLongServiceNumber(digits)
  return isServiceNumber(digits) || chunks.every(isServiceNumber)
}

/** Counting aloud, breathing exercises, odd numbers, years one after the other, numbers that are words. */
function isSeries({ digits, chunks, measured }: Run): boolean {
  if (chunks.every((chunk) => isCounting(chunk, measured ? 1 : 3))) return true
  if (YEARS.test(digits)) return true
  const words = [3, 4].some(
    (at) => NUMBER_WORDS.has(digits.slice(0, at)) && NUMBER_WORDS.has(digits.slice(at)),
  )
  return words || chunks.every((chunk) => NUMBER_WORDS.has(chunk))
}

/** What a machine or a hand writes and nobody says digit by digit. */
function isWritten({ written, chunks, measured }: Run): boolean {
  if ([WRITTEN_DECIMAL, WRITTEN_DATE, WRITTEN_LIST, WRITTEN_ROUND].some((form) => form.test(written)))
    return true
  return WRITTEN_RANGE.test(written) && (measured || chunks.every((chunk) => /^[1-9]\d?0*$/.test(chunk)))
}

/** At most five digits, or the same said again, beside the words for a member of staff. */
function isStaffNumber({ shadow, start, end, digits }: Run): boolean {
  const half = digits.slice(0, digits.length / 2)
  const short = digits.length <= STAFF_LENGTH || (half.length <= STAFF_LENGTH && half + half === digits)
  const before = shadow.slice(Math.max(0, start - STAFF_REACH), start)
  return short && (STAFF_BEFORE.test(before) || STAFF_AFTER.test(shadow.slice(end, end + 8)))
}

/** Each digit one or two more than the one before it, or less. */
function isCounting(chunk: string, least: number): boolean {
  const step = Number(chunk[1]) - Number(chunk[0])
  // 一三五 begins a mobile number.
  if (chunk.length < least || (Math.abs(step) === 2 && chunk.length < 4)) return false
  if (chunk.length > 1 && ![1, 2].includes(Math.abs(step))) return false
  return [...chunk].every((digit, i) => i === 0 || Number(digit) - Number(chunk[i - 1]) === step)
}
