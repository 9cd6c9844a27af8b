import { isPersonal, type NumberChain, numberChains } from '../number-chains.ts'
import { spansOf } from '../number-spans.ts'
import type { PiiRecognizer } from '../recognizer.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'

/** Resident identity numbers: 18 or 15 digits with a date of birth inside, and any part of one behind a cue. */
export const idNumber: PiiRecognizer = {
  name: 'id-number',
  find(reading) {
    return numberChains(reading).flatMap((chain) => {
      const shape = idShape(chain)
      const score = shape ? (shape === 'checksum' ? 1 : 0.9) : chain.said.length >= 15 ? 0.86 : 0.8
      if (!shape && !(chain.cues.has('id_number') && isPersonal(chain))) return []
      return spansOf(reading, chain, {
        type: 'id_number',
        score,
        reason: `id-number: ${shape ?? 'led by a cue'}`,
      })
    })
  },
}

/** The best that any stretch of the number can be taken for: said twice or after another, it is still there. */
function idShape({ said, digits, runs, cues }: NumberChain): 'checksum' | 'date of birth' | null {
  const [shape, other] = [longShape(said), longShape(digits)]
  if (shape === 'checksum' || other === 'checksum') return 'checksum'
  const alone = runs.length === 1 || cues.has('id_number')
  const short = alone && /^[1-6]\d{14}$/.test(said) && isDate(`19${said.slice(6, 12)}`)
  return shape ?? other ?? (short ? 'date of birth' : null)
}

function longShape(digits: string): 'checksum' | 'date of birth' | null {
  let shape: 'date of birth' | null = null
  for (let at = 0; at + 18 <= digits.length; at++) {
    const long = digits.slice(at, at + 18)
    if (/^\d{17}[\dX]$/.test(long) && isDate(long.slice(6, 14))) {
      if (hasRightChecksum(long)) return 'checksum'
      shape = 'date of birth'
    }
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
