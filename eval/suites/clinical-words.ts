import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const ClinicalWords = z.strictObject({
  version: z.literal(1),
  drugs: z.array(z.string()).min(1),
  /** What stands behind a numeral that counts something a record needs. */
  units: z.array(z.string()).min(1),
})

const words = ClinicalWords.parse(
  parse(readFileSync(new URL('clinical-words.yaml', import.meta.url), 'utf8')),
)
const NUMERAL = '[零〇一二两三四五六七八九十百千万亿半几\\d]+'
const CLINICAL = new RegExp(`${words.drugs.join('|')}|${NUMERAL}多?(?:${words.units.join('|')})`, 'g')

/** For each character whether it belongs to what a record must keep: drug names, amounts, times and ages. */
export function clinicalCharacters(text: string): boolean[] {
  const is = Array.from({ length: text.length }, () => false)
  for (const { index, 0: word } of text.matchAll(CLINICAL)) is.fill(true, index, index + word.length)
  return is
}
