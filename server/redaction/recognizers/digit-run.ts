import { withoutKeptNumbers } from '../kept-numbers.ts'
import type { PiiRecognizer } from '../recognizer.ts'
import type { Span } from '../span.ts'

/** 电话是 138: a number that its cue leads up to may be shorter than a run without a cue. */
const LED_BY_PHONE = /(?:电话|手机|座机|分机)号?码?(?:就?是|为|[:：])?\s*$/
const LED_BY_TAIL = /(?:尾号|末尾|[后末前最][后面]?[\d一二两几]位(?:数字?)?)(?:就?是|为|[:：])?\s*$/
const NEAR_PHONE = /电话|手机|座机|分机|号码|联系方式|打给|拨/
const MOBILE = /^(?:(?:00)?86)?1[3-9]\d{9}$/
const LANDLINE = /^(?:0\d{2,3}[2-8]\d{6,7}|[48]00\d{7})$/

/** Runs of digits, spoken or written: five or more anywhere, three or more behind a cue such as 尾号. */
export const digitRun: PiiRecognizer = {
  name: 'digit-run',
  find(reading) {
    const { shadow } = reading.digits
    const spans: Span[] = []
    for (const match of shadow.matchAll(/\d{3,}X?/g)) {
      const run = withoutKeptNumbers(reading, match.index, match.index + match[0].length)
      if (!run) continue
      const number = shadow.slice(run.start, run.end)
      const before = shadow.slice(Math.max(0, run.start - 12), run.start)
      const original = reading.digits.toOriginal(run.start, run.end)
      const phone = (score: number, reason: string) =>
        spans.push({ ...original, type: 'phone', score, reason: `digit-run: ${reason}` })
      if (MOBILE.test(number)) phone(0.95, 'mobile number')
      else if (LANDLINE.test(number)) phone(0.8, 'landline number')
      else if (LED_BY_PHONE.test(before) || LED_BY_TAIL.test(before)) phone(0.75, 'led by a cue')
      else if (number.length < 5) continue
      else if (NEAR_PHONE.test(before)) phone(0.7, 'phone cue')
      else spans.push({ ...original, type: 'other', score: 0.6, reason: 'digit-run: five digits or more' })
    }
    return spans
  },
}
