import { Converter } from 'opencc-js/t2cn'
import { DECIMAL_POINT, numbersInDigits } from './numbers.ts'

const toSimplified = Converter({ from: 't', to: 'cn' })

/** Simplified characters, lower case, half width, nothing but what is spoken. */
export function withoutMarks(text: string): string {
  return toSimplified(text.normalize('NFKC').toLowerCase()).replace(/[\p{P}\p{S}\p{Z}\p{Cc}]/gu, '')
}

/**
 * What two texts are compared in: no punctuation, no spaces, simplified characters, and every number in digits. The
 * marks inside a number that is written in digits (3.5, 5%, 1/3, 12,000, 3:40) are of the number.
 */
export function writtenForm(text: string): string {
  const marked = text
    .normalize('NFKC')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/(\d+(?:\.\d+)?)%/g, '百分之$1')
    .replace(/(\d+)\/(\d+)/g, '$2分之$1')
    .replace(/(\d)\.(?=\d)/g, `$1${DECIMAL_POINT}`)
    .replace(/(\d):(?=\d\d)/g, '$1点')
  return numbersInDigits(withoutMarks(marked))
}

/** The same text in simplified characters, one for one, so that positions stay what they are. */
export function simplifiedInPlace(text: string): string {
  return Array.from(text, (char) => {
    const simplified = toSimplified(char)
    return simplified.length === char.length ? simplified : char
  }).join('')
}
