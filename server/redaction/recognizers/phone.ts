import { isPersonal, MOBILE, type NumberChain, numberChains } from '../number-chains.ts'
import { spansOf } from '../number-spans.ts'
import type { PiiRecognizer } from '../recognizer.ts'

const LANDLINE = /^(?:0\d{2,3}[2-8]\d{6,7}|[48]00\d{7})(?:\d{2,5})?$/
const MOBILE_WITHIN = /1[3-9]\d{9}/
const MOBILE_PREFIX = /^1[3-9]\d/

/** Telephone numbers, also in pieces, said again, corrected or in part behind a cue: 尾号, 手机, 分机. */
export const phone: PiiRecognizer = {
  name: 'phone',
  find(reading) {
    return numberChains(reading).flatMap((chain) => {
      const kind = isPersonal(chain) ? kindOf(chain) : null
      return kind ? spansOf(reading, chain, { type: 'phone', ...kind }) : []
    })
  },
}

function kindOf({ said, digits, cues, runs }: NumberChain): { score: number; reason: string } | null {
  if (MOBILE.test(said)) return { score: 0.95, reason: 'phone: mobile number' }
  if (LANDLINE.test(said)) return { score: 0.8, reason: 'phone: landline number' }
  if (cues.has('phone') || cues.has('area')) {
    const whole = digits.length >= 7
    return { score: whole ? 0.85 : 0.75, reason: 'phone: led by a cue' }
  }
  if (MOBILE_PREFIX.test(digits) && runs.length > 1) return { score: 0.75, reason: 'phone: mobile in pieces' }
  if (MOBILE_WITHIN.test(digits)) return { score: 0.7, reason: 'phone: mobile number within' }
  if (cues.has('tail') || cues.has('piece')) return { score: 0.7, reason: 'phone: tail digits' }
  return null
}
