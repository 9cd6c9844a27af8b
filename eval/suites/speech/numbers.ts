/** Stands for the point of a decimal number that was written in digits, so that it is not taken for punctuation. */
export const DECIMAL_POINT = '\uE000'

const DIGITS: ReadonlyMap<string, string> = new Map([
  ...[...'零一二三四五六七八九'].map((char, value) => [char, String(value)] as const),
  ['〇', '0'],
  ['两', '2'],
  ['幺', '1'],
])
const UNITS: ReadonlyMap<string, number> = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
])
const BIG_UNITS: ReadonlyMap<string, number> = new Map([
  ['万', 10_000],
  ['亿', 100_000_000],
])
/** After "three o'clock four …" these say that it was a time, not a decimal number. */
const OF_A_TIME = /^[十百千分刻钟半点]/

/** A number that was found in a text: how it is written in digits, and where it ends. */
interface Found {
  readonly written: string
  readonly end: number
}

/**
 * Writes every number of a text in digits, however it was said or written: with units (一百二十三), digit by digit
 * (幺三八, also 二零二六), shortened (一千三), as a decimal, a percentage (百分之五 → 5%) or a fraction (三分之一 → 1/3).
 * Words that merely hold a numeral change too, but they change alike in both texts that are compared.
 */
export function numbersInDigits(text: string): string {
  let written = ''
  for (let at = 0; at < text.length; ) {
    const number = numberAt(text, at)
    written += number?.written ?? text[at]
    at = number?.end ?? at + 1
  }
  return written
    .replace(/百分之(百|\d+(?:\.\d+)?)/g, (_, part: string) => `${part === '百' ? 100 : part}%`)
    .replace(/(\d+)分之(\d+)/g, '$2/$1')
}

function numberAt(text: string, at: number): Found | null {
  const digits = digitsAt(text, at)
  const whole = digits && digits.count > 1 ? digits : withUnits(text, at)
  if (!whole) return null
  const fraction = fractionAt(text, whole.end)
  if (!fraction) return whole
  const big = BIG_UNITS.get(text[fraction.end] ?? '')
  const written = `${whole.written}.${fraction.written}`
  // 1.15 · 10000 is 11499.999… in binary.
  if (big) return { written: String(Number((Number(written) * big).toFixed(6))), end: fraction.end + 1 }
  return { written, end: fraction.end }
}

/** Digits in a row: a run of 0–9 is one, and so is every numeral of one character. */
function digitsAt(text: string, at: number): (Found & { readonly count: number }) | null {
  let written = ''
  let end = at
  let count = 0
  for (let next = digitAt(text, end); next; next = digitAt(text, end)) {
    written += next.written
    end = next.end
    count += 1
  }
  return count > 0 ? { written, end, count } : null
}

function digitAt(text: string, at: number): Found | null {
  const char = text[at] ?? ''
  const digit = DIGITS.get(char)
  if (digit !== undefined) return { written: digit, end: at + 1 }
  const run = /^\d+/.exec(text.slice(at, at + 40))?.[0]
  return run === undefined ? null : { written: run, end: at + run.length }
}

/** 三百零五万二千 and the like, from the largest unit down; a digit alone is itself. */
function withUnits(text: string, at: number): Found | null {
  const first = digitAt(text, at)
  if (!first && text[at] !== '十') return null
  let total = 0
  let section = 0
  /** The last unit seen, while nothing says that the next digit counts ones. */
  let unit = 0
  let [smallest, smallestBig] = [Infinity, Infinity]
  let digit: string | null = null
  let hasUnits = false
  let end = at
  for (;;) {
    const next = digitAt(text, end)
    if (next) {
      if (digit !== null && digit !== '0') break
      if (next.written === '0') unit = 0
      digit = next.written
      end = next.end
      continue
    }
    const small = UNITS.get(text[end] ?? '')
    const big = BIG_UNITS.get(text[end] ?? '')
    if (small && small < smallest && (digit !== null || small === 10)) {
      section += Number(digit ?? 1) * small
      ;[smallest, unit] = [small, small]
    } else if (big && big < smallestBig && (digit !== null || section > 0)) {
      total += (section + Number(digit ?? 0)) * big
      section = 0
      ;[smallest, smallestBig, unit] = [Infinity, big, big]
    } else break
    digit = null
    hasUnits = true
    end += 1
  }
  if (!hasUnits) return first
  // 一千三 is 1300 and 一万二 is 12000, but 二十三 is 23.
  const ones = Number(digit ?? 0) * (unit > 10 && digit?.length === 1 ? unit / 10 : 1)
  return { written: String(total + section + ones), end }
}

function fractionAt(text: string, at: number): Found | null {
  if (text[at] === DECIMAL_POINT) return digitAt(text, at + 1)
  if (text[at] !== '点') return null
  let written = ''
  let end = at + 1
  for (let digit = DIGITS.get(text[end] ?? ''); digit; digit = DIGITS.get(text[end] ?? '')) {
    written += digit
    end += 1
  }
  return written === '' || OF_A_TIME.test(text.slice(end)) ? null : { written, end }
}
