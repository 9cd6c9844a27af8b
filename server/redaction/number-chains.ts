import { withoutKeptNumbers } from './kept-numbers.ts'
import { announcedPlaces, type CueKind, connectedFrom } from './number-leads.ts'
import type { Reading } from './recognizer.ts'
import { saidNumber } from './said-number.ts'
import { isServiceNumber } from './service-numbers.ts'
import type { SpokenDigits } from './spoken-digits.ts'

/** A number as it was said: pieces with only words between them that hold a number together. */
export interface NumberChain {
  /** The pieces, as `[start, end)` of the shadow. */
  readonly runs: readonly { readonly start: number; readonly end: number }[]
  /** All its digits, `X` included, as often as they were said. */
  readonly digits: string
  /** The number that they make, each piece once. */
  readonly said: string
  /** What leads up to it. */
  readonly cues: ReadonlySet<CueKind>
}

/** Digits, or the check character on its own. */
const RUN = /\d+X?|[XxＸ叉](?![A-Za-z])|[艾埃爱]克[斯丝]/g

const read = new WeakMap<SpokenDigits, readonly NumberChain[]>()

/** The numbers of a text without those that a transcript keeps. Linear in the text's length, and read once. */
export function numberChains(reading: Reading): readonly NumberChain[] {
  const known = read.get(reading.digits)
  if (known) return known
  const chains = readChains(reading)
  read.set(reading.digits, chains)
  return chains
}

function readChains(reading: Reading): NumberChain[] {
  const { shadow } = reading.digits
  const cuesAt = announcedPlaces(reading)
  const chains: { runs: { start: number; end: number }[]; digits: string; cues: Set<CueKind> }[] = []
  for (const match of shadow.matchAll(RUN)) {
    const whole = { start: match.index, end: match.index + match[0].length }
    const last = chains.at(-1)
    const before = last?.runs.at(-1)
    const linked = before !== undefined && connectedFrom(shadow, before.end) === whole.start
    const cues = cuesAt.get(whole.start) ?? []
    const goesOn = linked && (last as { digits: string }).digits.length >= LEAST_LED
    const standing = goesOn ? 'going-on' : cues.length > 0 ? 'announced' : 'alone'
    const isDigits = /^\d/.test(match[0])
    const rest = isDigits ? withoutKeptNumbers(reading, whole.start, whole.end, standing) : linked && whole
    const run = rest || (linked && isYearOfId(last?.digits, match[0]) && whole)
    if (!run) continue
    const digits = isDigits ? shadow.slice(run.start, run.end) : 'X'
    if (last && linked && run.start === whole.start) {
      last.runs.push(run)
      last.digits += digits
      for (const cue of cues) last.cues.add(cue)
    } else chains.push({ runs: [run], digits, cues: new Set(cues) })
  }
  return chains
    .filter(({ digits, cues }) => !isServiceNumber(digits) && !isPublic(digits, cues))
    .map((chain) => ({ ...chain, said: saidNumber(reading, chain.runs) }))
}

/** 三七零幺九九开头二零零五年的: the year of an ID number that is said in parts. */
function isYearOfId(before: string | undefined, digits: string): boolean {
  return before?.length === 6 && /^(?:19|20)\d\d$/.test(digits)
}

function isPublic(digits: string, cues: ReadonlySet<CueKind>): boolean {
  return cues.has('public') && !MOBILE.test(digits)
}

/** A whole mobile number. */
export const MOBILE = /^(?:(?:00)?86)?1[3-9]\d{9}$/
const MOBILE_PREFIX = /^1[3-9]\d/
/** It tells the city, which stays. */
const AREA_CODE = /^0(?:10|2\d|[3-9]\d\d)$/
const LEAST_LED = 3
const LEAST_TAIL = 2
const LEAST_RUN = 5
const LEAST_IN_PIECES = 7

/** Whether the digits of a chain are so many, or so announced, that they tell who somebody is. */
export function isPersonal({ runs, digits, said, cues }: NumberChain): boolean {
  if (cues.has('area') && AREA_CODE.test(digits)) return false
  // 三一六三一六 is three digits said twice; four said twice may as well be a landline number.
  if (said.length === LEAST_LED && digits === said + said) return cues.size > 0
  const longest = runs.reduce((most, { start, end }) => Math.max(most, end - start), 0)
  if (longest >= LEAST_RUN) return true
  if (digits.length >= (cues.has('tail') ? LEAST_TAIL : LEAST_LED) && cues.size > 0) return true
  const inPieces = runs.length > 1 && digits.length >= LEAST_IN_PIECES
  return inPieces && (longest >= 4 || MOBILE_PREFIX.test(digits))
}
