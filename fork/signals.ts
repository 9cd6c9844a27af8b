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

/**
 * Like sobbing: a gasp, then a row of short cries that fall in pitch, with breath between them, each time a little
 * different. Made of a pitch and resonances as a voice is, so that it is easily taken for one, but without a word.
 */
export function crying(seconds: number, seed: number): Float32Array {
  const random = seededRandom(seed)
  const samples = silence(seconds)
  let at = 0
  const breath = (length: number, level: number) => {
    for (let i = 0; i < length; i++) put(samples, at + i, level * swell(i / length) * gaussian(random))
    at += length
  }
  while (at < samples.length) {
    breath(duration(0.2, 0.2, random), 0.04)
    const cries = 3 + Math.floor(5 * random())
    const pitch = 260 + 120 * random()
    for (let cry = 0; cry < cries; cry++) {
      const length = duration(0.1, 0.15, random)
      const mouth = [500 + 350 * random(), 1000 + 600 * random(), 2500 + 300 * random()]
      const hertz = pitch * (1 - 0.05 * cry)
      const harmonics = Array.from({ length: Math.floor(3400 / hertz) }, (_, n) =>
        resonance((n + 1) * hertz, mouth),
      )
      let phase = 0
      for (let i = 0; i < length; i++) {
        phase += (2 * Math.PI * hertz * (1 - (0.15 * i) / length)) / SIGNAL_RATE
        const voice = harmonics.reduce((sum, level, n) => sum + level * Math.sin((n + 1) * phase), 0)
        put(samples, at + i, 0.2 * swell(i / length) * (voice + 0.1 * gaussian(random)))
      }
      at += length
      breath(duration(0.05, 0.08, random), 0.02)
    }
    at += duration(0.2, 1, random)
  }
  return samples
}

function duration(least: number, more: number, random: Random): number {
  return Math.round((least + more * random()) * SIGNAL_RATE)
}

/** How much of a harmonic a mouth with these formants lets out. */
function resonance(hertz: number, formants: readonly number[]): number {
  return formants.reduce(
    (sum, formant, n) => sum + Math.exp(-(((hertz - formant) / 200) ** 2)) / (n + 1),
    0.05,
  )
}

/** Like breathing into the handset: noise without its highs, in and out, with a rest. */
export function breathing(seconds: number, seed: number): Float32Array {
  const random = seededRandom(seed)
  const samples = silence(seconds)
  let at = 0
  let air = 0
  while (at < samples.length) {
    for (const [length, level] of [
      [0.9 + 0.4 * random(), 0.06],
      [1.2 + 0.5 * random(), 0.1],
    ] as const) {
      const breath = Math.round(length * SIGNAL_RATE)
      for (let i = 0; i < breath; i++) {
        air += 0.35 * (gaussian(random) - air)
        put(samples, at + i, level * swell(i / breath) * air)
      }
      at += breath + Math.round(0.1 * SIGNAL_RATE)
    }
    at += Math.round((0.4 + 0.6 * random()) * SIGNAL_RATE)
  }
  return samples
}

/** Rises and falls once while `part` goes from 0 to 1. */
function swell(part: number): number {
  return Math.sin(Math.PI * part) ** 2
}

/** What lies behind the end is dropped. */
function put(samples: Float32Array, at: number, sample: number): void {
  if (at < samples.length) samples[at] = sample
}

function sine(hertz: number, sample: number): number {
  return Math.sin((2 * Math.PI * hertz * sample) / SIGNAL_RATE)
}

function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
