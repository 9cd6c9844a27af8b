import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'

const SERVICE_NUMBERS: ReadonlySet<string> = new Set(
  Object.values(readLexicon('service-numbers.yaml', z.record(z.string(), z.array(z.string())))).flat(),
)
const LONGEST = 11
/** Shorter ones are not told apart where they follow each other without a pause. */
const LEAST = 5

/** A service number, with or without an area code, said once or several times without a pause. */
export function isServiceNumber(digits: string): boolean {
  if (SERVICE_NUMBERS.has(digits)) return true
  if (/^0\d{7,}/.test(digits) && [3, 4].some((area) => SERVICE_NUMBERS.has(digits.slice(area)))) return true
  let at = 0
  while (at < digits.length) {
    let length = LONGEST
    while (length >= LEAST && !SERVICE_NUMBERS.has(digits.slice(at, at + length))) length--
    if (length < LEAST) return false
    at += length
  }
  return true
}

/** Beside other digits, three may as well be a piece of a longer number. */
export function isLongServiceNumber(digits: string): boolean {
  return digits.length >= LEAST && isServiceNumber(digits)
}
