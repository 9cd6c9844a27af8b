import type { Tagging } from './lac.ts'

/** How likely a word begins at an offset of the text; sure at its end. */
export function wordEdge(tagging: Tagging, offset: number): number {
  return tagging.wordStart[codePointAt(tagging, offset)] ?? 1
}

/** The tagger's highest marginal for a person's name in `[start, end)`. */
export function personIn(tagging: Tagging, start: number, end: number): number {
  return highest(tagging.person, tagging, start, end)
}

/** The same for places. */
export function placeIn(tagging: Tagging, start: number, end: number): number {
  return highest(tagging.place, tagging, start, end)
}

function highest(marginals: Float32Array, tagging: Tagging, start: number, end: number): number {
  let top = 0
  for (let i = codePointAt(tagging, start); (tagging.offsets[i] as number) < end; i++)
    top = Math.max(top, marginals[i] as number)
  return top
}

/** The index of the code point that begins at an offset. */
function codePointAt({ offsets }: Tagging, offset: number): number {
  let low = 0
  let high = offsets.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((offsets[middle] as number) < offset) low = middle + 1
    else high = middle
  }
  return low
}
