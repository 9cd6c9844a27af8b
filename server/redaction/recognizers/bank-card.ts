import { isPersonal, numberChains } from '../number-chains.ts'
import { spansOf } from '../number-spans.ts'
import type { PiiRecognizer } from '../recognizer.ts'

const LENGTH = /^\d{15,19}$/

/** Bank cards, social security cards and accounts. A right check digit makes it surer; a wrong one may be misheard. */
export const bankCard: PiiRecognizer = {
  name: 'bank-card',
  find(reading) {
    return numberChains(reading).flatMap((chain) => {
      const led = chain.cues.has('card')
      const valid = LENGTH.test(chain.digits) && hasRightCheckDigit(chain.digits)
      if (!(led || valid) || !isPersonal(chain)) return []
      const whole = LENGTH.test(chain.digits)
      const score = valid && led ? 0.98 : led ? (whole ? 0.9 : 0.8) : 0.65
      return spansOf(reading, chain, { type: 'account', score, reason: 'bank-card' })
    })
  },
}

/** The Luhn check. */
function hasRightCheckDigit(card: string): boolean {
  const sum = [...card].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
