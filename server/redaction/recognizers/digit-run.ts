import { isPersonal, numberChains } from '../number-chains.ts'
import { spansOf } from '../number-spans.ts'
import type { PiiRecognizer } from '../recognizer.ts'

/** Runs of five digits or more, spoken or written, and shorter ones in pieces or behind a cue: whatever they are. */
export const digitRun: PiiRecognizer = {
  name: 'digit-run',
  find: (reading) =>
    numberChains(reading)
      .filter(isPersonal)
      .flatMap((chain) => spansOf(reading, chain, { type: 'other', score: 0.6, reason: 'digit-run' })),
}
