/**
 * Windowed-sinc resampling of a whole recording. Written here because nothing is streamed: forty lines of plain
 * arithmetic replace a WebAssembly package, and the cut-off can be the telephone's own (flat to 3.4 kHz and
 * nothing above 4 kHz at a rate of 8000).
 */

/** Zero crossings of the sinc on each side of a sample. With the cut-off below: −80 dB from Nyquist on. */
const CROSSINGS = 32
/** The middle of the transition band, as a part of the lower rate's Nyquist frequency. */
const CUTOFF = 0.925
const KAISER_BETA = 8

/** Samples at `from` Hz (−1..1) turned into samples at `to` Hz. */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples
  const divisor = greatestCommonDivisor(from, to)
  const up = to / divisor
  const down = from / divisor
  const cutoff = (CUTOFF * Math.min(from, to)) / from
  const reach = Math.ceil(CROSSINGS / cutoff)
  const phases = Array.from({ length: up }, (_, phase) => tapsFor(phase / up, cutoff, reach))

  const output = new Float32Array(Math.floor((samples.length * up) / down))
  for (let i = 0; i < output.length; i++) {
    const position = i * down
    const taps = phases[position % up] as Float32Array
    const first = Math.floor(position / up) - reach + 1
    const begin = Math.max(0, -first)
    const end = Math.min(taps.length, samples.length - first)
    let sum = 0
    for (let tap = begin; tap < end; tap++) sum += (taps[tap] as number) * (samples[first + tap] as number)
    output[i] = sum
  }
  return output
}

/** The filter around an output sample that lies `offset` (0–1) of an input sample after input sample `reach − 1`. */
function tapsFor(offset: number, cutoff: number, reach: number): Float32Array {
  const taps = new Float32Array(2 * reach)
  let sum = 0
  for (let tap = 0; tap < taps.length; tap++) {
    const distance = tap - (reach - 1) - offset
    const value = sinc(distance * cutoff) * kaiser(distance / reach)
    taps[tap] = value
    sum += value
  }
  return taps.map((tap) => tap / sum)
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA)
}

/** The modified Bessel function of order zero, by its power series. */
function bessel(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-9; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
