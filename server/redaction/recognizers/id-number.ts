import type { PiiRecognizer } from '../recognizer.ts'
import type { Span } from '../span.ts'

const CUE = /身份证|证件号/
/** 身份证后四位是…: part of a number that its cue leads up to. */
const LED_BY_CUE = /(?:身份证|证件号)[^\d]{0,6}(?:[\d一二两几]位(?:数字?)?)?[^\d]{0,4}$/
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'

/** Resident identity numbers: 18 or 15 digits with a date of birth inside, and any part of one behind a cue. */
export const idNumber: PiiRecognizer = {
  name: 'id-number',
  find({ digits }) {
    const spans: Span[] = []
    for (const match of digits.shadow.matchAll(/\d{3,}X?/g)) {
      const { index: start } = match
      const original = digits.toOriginal(start, start + match[0].length)
      const found = (score: number, reason: string) =>
        spans.push({ ...original, type: 'id_number', score, reason: `id-number: ${reason}` })
      const before = digits.shadow.slice(Math.max(0, start - 16), start)
      const shape = idShape(match[0])
      if (shape) found(shape === 'checksum' ? 1 : 0.9, shape)
      else if (LED_BY_CUE.test(before)) found(0.85, 'led by a cue')
      else if (match[0].length >= 5 && CUE.test(before)) found(0.8, 'cue')
    }
    return spans
  },
}

/** The best that any stretch of the run can be taken for: said twice or after another number, it is still there. */
function idShape(run: string): 'checksum' | 'date of birth' | null {
  let shape: 'date of birth' | null = null
  for (let at = 0; at + 15 <= run.length; at++) {
    const long = run.slice(at, at + 18)
    if (/^\d{17}[\dX]$/.test(long) && isDate(long.slice(6, 14))) {
      if (hasRightChecksum(long)) return 'checksum'
      shape = 'date of birth'
    }
    if (run.length === 15 && isDate(`19${run.slice(6, 12)}`)) shape = 'date of birth'
  }
  return shape
}

function isDate(yyyymmdd: string): boolean {
  return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(yyyymmdd)
}

function hasRightChecksum(id: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(id[i]), 0)
  return CHECK_CHARACTERS[sum % 11] === id[17]
}
