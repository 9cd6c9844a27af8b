import type { Reading } from './recognizer.ts'

/** Fewer digits may be the same by chance. */
const LEAST_REPEATED = 3
/** Longer than a number that is read back at once can be. */
const LONGEST_FOLDED = 64
/** A mobile or an ID number repeats itself by chance. */
const WHOLE = /^(?:1[3-9]\d{9}|\d{17}[\dX])$/
const CORRECTION = /不对|不是|错|重/

/**
 * The digits of a number that was said in pieces, each said once: a piece that the other party read back, a whole
 * that was said again and a piece that was taken back do not count twice.
 */
export function saidNumber(
  { text, digits }: Reading,
  runs: readonly { readonly start: number; readonly end: number }[],
): string {
  let number = ''
  let last = ''
  let until = 0
  for (const run of runs) {
    for (const [from, to] of digits.chunkBounds(run.start, run.end)) {
      const place = digits.toOriginal(from, to)
      const piece = withoutRepeats(digits.shadow.slice(from, to).replace(/\D$/, 'X'), number)
      const again = piece.length >= LEAST_REPEATED && number.endsWith(piece)
      if (last && CORRECTION.test(text.slice(until, place.start))) number = corrected(number, last, piece)
      else if (number.length >= LEAST_REPEATED && piece.startsWith(number)) number = piece
      else if (!again) number += piece
      if (!again) last = piece
      until = place.end
    }
  }
  return number
}

/** Digits without a pause in which a piece is followed by itself, or the last piece by the whole number. */
function withoutRepeats(piece: string, number: string): string {
  if (piece.length > LONGEST_FOLDED || WHOLE.test(piece)) return piece
  for (let at = 1; number && at < piece.length; at++)
    if (piece.slice(at) === number + piece.slice(0, at)) return piece.slice(0, at)
  for (let at = piece.length >> 1; at >= LEAST_REPEATED; at--)
    if (piece.startsWith(piece.slice(0, at), at)) return piece.slice(at)
  return piece
}

/** 幺三八八不对幺三九零: begun again; 七一六二不对七一二六: the last piece taken back. */
function corrected(number: string, last: string, piece: string): string {
  const whole = last === number || (number.length > 3 && piece.startsWith(number.slice(0, 3)))
  return whole ? piece : number.slice(0, -last.length) + piece
}
