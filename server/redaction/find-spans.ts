import type { Lac } from './lac.ts'
import { RECOGNIZERS } from './recognizers/registry.ts'
import type { Span } from './span.ts'
import { resolveOverlaps } from './spans.ts'
import { readSpokenDigits } from './spoken-digits.ts'

/** Everything personal that the recognisers see in a text: disjoint spans in order. */
export async function findSpansWith(lac: Lac, text: string): Promise<Span[]> {
  const reading = { text, digits: readSpokenDigits(text), tagging: await lac.tag(text) }
  return resolveOverlaps(RECOGNIZERS.flatMap((recognizer) => recognizer.find(reading)))
}
