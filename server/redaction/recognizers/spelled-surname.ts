import type { PiiRecognizer } from '../recognizer.ts'
import { spelledSurnamesIn } from '../spelled-surnames.ts'

/** Surnames that are spelled by the parts of their character. */
export const spelledSurname: PiiRecognizer = {
  name: 'spelled-surname',
  find: ({ text }) =>
    spelledSurnamesIn(text).map(({ start, end }) => ({
      start,
      end,
      type: 'name',
      score: 0.95,
      reason: 'spelled-surname',
    })),
}
