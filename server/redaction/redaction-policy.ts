import { z } from 'zod'
import type { Reading } from './recognizer.ts'
import { PiiType, type Span } from './span.ts'

/** What a site has redaction do, `prompts/redaction-policy.yaml`. */
export const RedactionPolicy = z.strictObject({
  version: z.literal(1),
  clause: z.strictObject({ source: z.string(), text: z.string() }),
  /** Of each type: `mask` puts a placeholder in its place, `keep` lets the words stay. */
  types: z.record(PiiType, z.enum(['mask', 'keep'])),
  keep: z.strictObject({
    /** Words that stay wherever they are said. */
    institutions: z.array(z.string().min(2)),
    /** Digits of numbers that stay, in whatever form they are said. */
    numbers: z.array(z.string().regex(/^\d{3,}$/, 'must be a number of three or more digits, in quotes')),
  }),
})
export type RedactionPolicy = z.infer<typeof RedactionPolicy>

/** The spans that a policy has masked. */
export function maskedBy({ types, keep }: RedactionPolicy, reading: Reading, spans: readonly Span[]): Span[] {
  const kept = keep.institutions.flatMap((words) => occurrences(reading.text, words))
  return spans.filter((span) => {
    if (types[span.type] === 'keep' || keep.numbers.includes(digitsOf(reading, span))) return false
    return !kept.some(({ start, end }) => start <= span.start && span.end <= end)
  })
}

function occurrences(text: string, words: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length))
    found.push({ start: at, end: at + words.length })
  return found
}

function digitsOf({ digits }: Reading, { start, end }: Span): string {
  return digits.shadow.slice(digits.toShadow(start), digits.toShadow(end)).replace(/\D/g, '')
}
