import type { DigitUnit } from './digit-characters.ts'
import { readDigitUnits } from './digit-units.ts'

/**
 * Digits as people say them and as recognisers write them, made readable for patterns: a shadow copy of the text in
 * which every spoken or written digit is an ASCII digit and the fillers and separators between two digits are gone.
 * Everything else stays character for character, and every position maps back to the original.
 */
export class SpokenDigits {
  /** The shadow copy. `X` after digits is the check character of an ID number, in whatever form it was said. */
  readonly shadow: string
  readonly #starts: readonly number[]
  readonly #ends: readonly number[]

  constructor(shadow: string, starts: readonly number[], ends: readonly number[]) {
    this.shadow = shadow
    this.#starts = starts
    this.#ends = ends
  }

  /** The original's `[start, end)` of a non-empty stretch of the shadow. */
  toOriginal(start: number, end: number): { start: number; end: number } {
    return { start: this.#starts[start] as number, end: this.#ends[end - 1] as number }
  }

  /** Where an offset of the original lies in the shadow; of something left out, where the next unit lies. */
  toShadow(offset: number): number {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] as number) < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The pieces of a stretch of digits that were said or written without anything between them. */
  chunks(start: number, end: number): string[] {
    return this.chunkBounds(start, end).map(([from, to]) => this.shadow.slice(from, to))
  }

  /** Where these pieces lie in the shadow. */
  chunkBounds(start: number, end: number): [number, number][] {
    const bounds: [number, number][] = []
    let from = start
    for (let i = start + 1; i <= end; i++) {
      // 三个八 is three digits of the shadow that share a place.
      if (i < end && (this.#starts[i] as number) <= (this.#ends[i - 1] as number)) continue
      bounds.push([from, i])
      from = i
    }
    return bounds
  }
}

/** Reads a text's digits. Linear in the text's length. */
export function readSpokenDigits(text: string): SpokenDigits {
  let shadow = ''
  const starts: number[] = []
  const ends: number[] = []
  const keep = (unit: DigitUnit) => {
    const written = unit.digit ?? text.slice(unit.start, unit.end)
    shadow += written
    for (let i = 0; i < written.length; i++) {
      starts.push(unit.digit ? unit.start : unit.start + i)
      ends.push(unit.digit ? unit.end : unit.start + i + 1)
    }
  }
  let held: DigitUnit[] = []
  let digits = 0
  for (const unit of readDigitUnits(text)) {
    if (unit.filler && digits > 0) {
      held.push(unit)
      continue
    }
    const joins = unit.digit !== undefined && (unit.digit !== 'X' || digits >= 3)
    if (!joins) for (const filler of held) keep(filler)
    held = []
    digits = joins && unit.digit !== 'X' ? digits + (unit.digit as string).length : 0
    keep(unit.digit === 'X' && !joins ? { ...unit, digit: undefined } : unit)
  }
  for (const filler of held) keep(filler)
  return new SpokenDigits(shadow, starts, ends)
}
