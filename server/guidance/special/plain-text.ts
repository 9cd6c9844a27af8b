import type { Heard } from '../lexicon/heard.ts'

/** Characters that the rules do not tell apart, for instance 您 and 你, 她 and 他. */
export type Variants = Readonly<Record<string, string>>

/** What was heard, with `variants` read as one character. Places stay. */
export function plainText({ text, placeOf }: Heard, variants: Variants): Heard {
  let plain = ''
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    plain += variants[char] ?? char
  }
  return { text: plain, placeOf }
}
