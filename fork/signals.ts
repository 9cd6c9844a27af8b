import { type Random, seededRandom } from './seeded-random.ts'

/** Signals are made at this rate and reach the line through the same resampler as a recording. */
export const SIGNAL_RATE = 16000

/** What a telephone line carries besides speech. Each gives −1..1 at `SIGNAL_RATE`. */
export function silence(seconds: number): Float32Array {
  return new Float32Array(Math.round(seconds * SIGNAL_RATE))
}

export function tone(seconds: number, hertz: number): Float32Array {
  return silence(seconds).map((_, i) => 0.25 * sine(hertz, i))
}

/** The ringing that a caller in mainland China hears: 450 Hz, one second on, four seconds off. */
export function ringback(seconds: number): Float32Array {
  return silence(seconds).map((_, i) => (i % (5 * SIGNAL_RATE) < SIGNAL_RATE ? 0.2 * sine(450, i) : 0))
}

/** Mains hum: 50 Hz and its harmonics, of which the line passes the upper ones. */
export function hum(seconds: number): Float32Array {
  const harmonics = [0.05, 0.04, 0.05, 0.02, 0.03, 0.01, 0.02]
  return silence(seconds).map((_, i) =>
    harmonics.reduce((sum, level, n) => sum + level * sine(50 * (n + 1), i), 0),
  )
}

/** White noise at about −34 dB: a poor line. */
export function noise(seconds: number, seed: number): Float32Array {
  const random = seededRandom(seed)
  return silence(seconds).map(() => 0.02 * gaussian(random))
}

/** Music on hold: broken chords over a slow bass, plucked, written for this project. */
export function holdMusic(seconds: number): Float32Array {
  const chords = [
    [261.63, 329.63, 392.0, 523.25],
    [220.0, 261.63, 329.63, 440.0],
    [174.61, 220.0, 261.63, 349.23],
    [196.0, 246.94, 293.66, 392.0],
  ] as const
  const noteSeconds = 0.3
  const notesPerChord = 8
  return silence(seconds).map((_, i) => {
    const time = i / SIGNAL_RATE
    const note = Math.floor(time / noteSeconds)
    const chord = chords[Math.floor(note / notesPerChord) % chords.length] as (typeof chords)[number]
    const pitch = chord[[0, 1, 2, 3, 2, 3, 1, 2][note % notesPerChord] as number] as number
    const age = time - note * noteSeconds
    const pluck = Math.min(1, age / 0.005) * Math.exp(-age * 5)
    return 0.18 * pluck * (sine(pitch, i) + 0.4 * sine(2 * pitch, i)) + 0.06 * sine(chord[0] / 2, i)
  })
}

function sine(hertz: number, sample: number): number {
  return Math.sin((2 * Math.PI * hertz * sample) / SIGNAL_RATE)
}

function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
