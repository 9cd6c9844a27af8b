import { isHeardBetween, isMisheard, isSpokenOneBefore, isSpokenOneBehind } from './misheard-digits.ts'
import type { NumberChain } from './number-chains.ts'
import type { Reading } from './recognizer.ts'
import type { PiiType, Span } from './span.ts'

/**
 * The spans of a chain's pieces: fillers between them stay, separators within them do not. The item
 * is the number, where `of` does not name another that they are a piece of.
 */
export function spansOf(
  reading: Reading,
  { runs, said }: NumberChain,
  of: { type: PiiType; score: number; reason: string; item?: string },
): Span[] {
  const { text, digits } = reading
  const places: { start: number; end: number }[] = []
  for (const [i, run] of runs.entries()) {
    const written = digits.shadow.slice(run.start, run.end)
    const lacksOne = i < runs.length - 1 || LACKS_ONE.test(written)
    for (const [from, to] of digits.chunkBounds(run.start, run.end)) {
      const place = digits.toOriginal(from, to)
      if (isSpokenOneBefore(text, place.start - 1, i > 0)) place.start--
      if (!WHOLE.test(written) && isSpokenOneBehind(text, place.end, lacksOne)) place.end++
      const last = places.at(-1)
      const gap = last && text.slice(last.end, place.start)
      if (last && gap !== undefined && (WITHIN.test(gap) || isHeardBetween(gap))) last.end = place.end
      else places.push(place)
    }
  }
  for (const place of places) {
    // (010)8423…: the bracket belongs to the number that closes it.
    const bracket = /^[（(]/.test(text.slice(place.start - 1, place.start))
    if (bracket && /[)）]/.test(text.slice(place.start, place.end))) place.start--
    // What is misheard takes the recogniser's full stop with it: …五五一吧。
    if (isMisheard(text[place.end - 1]) && /^[，。]/.test(text.slice(place.end))) place.end++
  }
  return places.map((place) => ({ item: said, ...place, ...of }))
}

/** A mobile or an ID number, to which no 1 is added. */
const WHOLE = /^(?:1[3-9]\d{9}|\d{17}[\dX])$/
/** A mobile number but for its last digit. */
const LACKS_ONE = /^(?:\d{11})*1[3-9]\d{8}$/

/** What two pieces of one placeholder may have between them. */
const WITHIN = /^[\s\p{P}\p{S}转]*$/u
