import { soundsLike } from '../misheard-digits.ts'
import { isPersonal, type NumberChain, numberChains } from '../number-chains.ts'
import { connectedFrom } from '../number-leads.ts'
import { spansOf } from '../number-spans.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { PiiType, Span } from '../span.ts'
import { readSpokenDigits } from '../spoken-digits.ts'

const NUMBERS: ReadonlySet<PiiType> = new Set(['phone', 'id_number', 'account', 'other'])
const MOBILE = /1[3-9]\d{9}/
const WHOLE_MOBILE = /^1[3-9]\d{9}$/
const MOBILE_PREFIX = /^1[3-9]\d$/
const SPOKEN_PREFIX = /[一1]百[三四五六七八九]十[一二三四五六七八九]?/g
const MOBILE_LENGTH = 11
const LEAST_KNOWN = 5
const LEAST_ECHO = 4
/** How far from a number a piece of it may stand with other words between them. */
const NEAR = 16

/** Numbers before and behind a piece that it may be said again from. */
const AROUND = 16

/** Pieces that stand apart from the number they belong to: read back, begun and begun again, broken off. */
export const numberFragment: PiiRecognizer = {
  name: 'number-fragment',
  find(reading) {
    const chains = numberChains(reading)
    const before = knownNumbers(reading)
    const personal = chains.map(isPersonal)
    const fragment = (chain: NumberChain, reason: string, item?: string) =>
      spansOf(reading, chain, {
        type: 'phone',
        score: 0.72,
        reason: `number-fragment: ${reason}`,
        ...(item && { item }),
      })
    return [
      ...spokenPrefixes(reading, chains),
      ...chains.flatMap((chain, i) => {
        const [last, next] = [chains[i - 1], chains[i + 1]]
        const { digits } = chain
        const from = Math.max(0, i - AROUND)
        const around = chains.slice(from, i + AROUND).filter((_, k) => personal[from + k])
        const known = [...before, ...around.map(({ said }) => said)]
        const whole = digits.length >= LEAST_ECHO && known.find((number) => isPieceOf(digits, number))
        const head = misheardHead(reading, chain, known)
        if (whole) return [...head, ...fragment(chain, 'said again', whole)]
        if (personal[i]) return head
        if (next && isNear(chain, next) && isBegunAgain(digits, next)) return fragment(chain, 'begun again')
        if (next && isNear(chain, next) && MOBILE_PREFIX.test(digits) && isRest(digits, next))
          return fragment(chain, 'begun')
        if (isOfThree(chains, i)) return fragment(chain, 'in three pieces')
        if (last && isNear(last, chain) && digits.length >= 3 && isCutShort(last))
          return fragment(chain, 'broken off')
        return []
      }),
    ]
  },
}

/** 一百三十九 … 四二零七 六六一八 */
function spokenPrefixes(reading: Reading, chains: readonly NumberChain[]): Span[] {
  const byStart = new Map(chains.map((chain) => [chain.runs[0]?.start, chain]))
  return [...reading.digits.shadow.matchAll(SPOKEN_PREFIX)].flatMap(({ index, 0: prefix }) => {
    const rest = byStart.get(connectedFrom(reading.digits.shadow, index + prefix.length))
    if (rest?.digits.length !== MOBILE_LENGTH - 3) return []
    const place = reading.digits.toOriginal(index, index + prefix.length)
    return [{ ...place, type: 'phone', score: 0.75, reason: 'number-fragment: prefix said as a quantity' }]
  })
}

function knownNumbers({ known }: Reading): string[] {
  return known
    .filter(({ type }) => NUMBERS.has(type))
    .map(({ words }) => readSpokenDigits(words).shadow.replace(/[^\dX]/g, ''))
    .filter((digits) => digits.length >= LEAST_KNOWN)
}

function isPieceOf(digits: string, number: string): boolean {
  return number.length > digits.length && number.includes(digits)
}

function isNear(before: NumberChain, after: NumberChain): boolean {
  const end = before.runs.at(-1)?.end ?? 0
  return (after.runs[0]?.start ?? 0) - end <= NEAR
}

/** 六幺 … 六幺四零二二 */
function isBegunAgain(digits: string, next: NumberChain): boolean {
  return digits.length >= 2 && isPersonal(next) && next.digits.startsWith(digits)
}

/** The first three digits of a mobile number, and then its eight others or another mobile number. */
function isRest(prefix: string, next: NumberChain): boolean {
  return (
    isPersonal(next) && (prefix.length + next.digits.length === MOBILE_LENGTH || MOBILE.test(next.digits))
  )
}

/** 一五零 … 三八零六 … 九七一八, with any words between them. */
function isOfThree(chains: readonly NumberChain[], at: number): boolean {
  return [at - 2, at - 1, at].some((from) => {
    const [first, second, third] = chains.slice(Math.max(0, from), from + 3)
    if (from < 0 || !first || !second || !third || !isNear(first, second) || !isNear(second, third))
      return false
    return WHOLE_MOBILE.test(first.digits + second.digits + third.digits)
  })
}

/** A mobile number that lacks its end. */
function isCutShort({ digits, cues, ...chain }: NumberChain): boolean {
  const phone = cues.has('phone') || MOBILE_PREFIX.test(digits.slice(0, 3))
  return phone && digits.length < MOBILE_LENGTH && isPersonal({ digits, cues, ...chain })
}

/** 聊起八五七一二…, read back for 幺七八五七一二…: the digits that lack were said, and misheard. */
function misheardHead(reading: Reading, { runs, digits }: NumberChain, known: readonly string[]): Span[] {
  const { shadow } = reading.digits
  const start = runs[0]?.start ?? 0
  for (const number of known) {
    const mobile = MOBILE.exec(number)?.[0]
    if (!mobile || digits === mobile || !mobile.endsWith(digits)) continue
    const missing = mobile.slice(0, -digits.length)
    const heard = shadow.slice(start - missing.length, start)
    if (missing.length > 3 || !/^\p{Script=Han}+$/u.test(heard)) continue
    if (![...missing].some((digit, i) => soundsLike(heard[i] as string, digit))) continue
    const place = reading.digits.toOriginal(start - missing.length, runs[0]?.end ?? start)
    return [{ ...place, type: 'phone', score: 0.75, reason: 'number-fragment: misheard', item: mobile }]
  }
  return []
}
