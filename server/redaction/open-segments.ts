import { MOBILE, numberChains } from './number-chains.ts'
import { connectedFrom } from './number-leads.ts'
import type { Reading } from './recognizer.ts'
import { isServiceNumber } from './service-numbers.ts'
import type { PiiType, Span } from './span.ts'
import { spokenDates } from './spoken-date.ts'

const LAST_DIGITS = /\d+X?(?=[^\d]{0,24}$)/
const WHOLE_ID = /^\d{17}[\dX]$/
/** From so many digits on, a service number is hardly the beginning of another. */
const LONG_SERVICE = 5
/** A word that is cut off: 后 of 后面是, 艾 of 艾特. */
const CUT_OFF = 2
/** The signs of provinces that seldom end a sentence. */
const PROVINCE = '[京津沪渝冀豫辽皖鲁苏浙赣鄂桂粤闽晋陕]'
/** What an account or a plate is made of, to the end. */
const ACCOUNT_AT_END = new RegExp(
  `${PROVINCE}?(?:[A-Za-z0-9\\s]|下[划画滑]线|横?杠|艾特|点){1,48}\\p{Script=Han}{0,2}$`,
  'u',
)
/** A name whose letters are meant, the province of a plate. */
const BEGINNING_AT_END = new RegExp(`(?:全拼?|拼音?|首字母?)\\s?$|${PROVINCE}$`, 'u')
/** A date that is not said to its end: 一九六三年四. */
const REST_OF_DATE = /^[\d一二三四五六七八九十廿初正腊冬闰农阴阳历月的]{0,6}$/
const SCANNED = 64
/** Whether they go on is known from their digits, and a name is never held back. */
const SETTLED: ReadonlySet<PiiType> = new Set(['name', 'phone', 'id_number'])

/**
 * The first segment that what is said next may still add to: a number goes on, a date turns out to be one of birth,
 * an address has a house number. The number of segments where nothing is open.
 */
export function openFrom(reading: Reading, spans: readonly Span[]): number {
  const { text, breaks } = reading
  const last = spans.at(-1)
  const open = Math.min(
    last && !SETTLED.has(last.type) && last.end === text.length ? last.start : text.length,
    openNumber(reading),
    openDate(reading),
    openLetters(reading),
  )
  if (open === text.length) return breaks.length + 1
  return breaks.filter((at) => at <= open).length
}

/** Where the number begins that is said last, if nothing but words that hold a number together follows it. */
function openNumber(reading: Reading): number {
  const { text, digits } = reading
  const { shadow } = digits
  const from = Math.max(0, shadow.length - SCANNED)
  const run = LAST_DIGITS.exec(shadow.slice(from))
  if (!run) return text.length
  const end = from + run.index + run[0].length
  const unread = shadow.length - connectedFrom(shadow, end)
  const chain = numberChains(reading).at(-1)
  if (unread > (chain ? CUT_OFF : 0)) return text.length
  if (chain && chain.runs.at(-1)?.end === end) {
    const whole = MOBILE.test(chain.said) || WHOLE_ID.test(chain.said)
    return whole ? text.length : digits.toOriginal(chain.runs[0]?.start ?? end, end).start
  }
  if (run[0].length >= LONG_SERVICE && isServiceNumber(run[0])) return text.length
  return digits.toOriginal(end - run[0].length, end).start
}

function openDate({ text, digits }: Reading): number {
  const { shadow } = digits
  const last = spokenDates(shadow).at(-1)
  if (!last) return text.length
  const goesOn = REST_OF_DATE.test(shadow.slice(last.end, last.end + SCANNED))
  if (!goesOn && connectedFrom(shadow, last.end) !== shadow.length) return text.length
  return digits.toOriginal(last.start, last.end).start
}

function openLetters({ text, digits }: Reading): number {
  const from = Math.max(0, digits.shadow.length - SCANNED)
  const end = digits.shadow.slice(from)
  const account = ACCOUNT_AT_END.exec(end)
  const open = account && /[A-Za-z]/.test(account[0]) ? account : BEGINNING_AT_END.exec(end)
  return open ? digits.toOriginal(from + open.index, digits.shadow.length).start : text.length
}
