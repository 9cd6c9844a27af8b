import type { SoundLike } from '../call/events/speech-events.ts'

/** What one window (32 ms) of a sound measures. */
export interface WindowMeasure {
  /** Level, dBFS. */
  readonly db: number
  /** How far the window repeats itself at the pitch of a voice: 0 noise, 1 a steady tone. */
  readonly periodicity: number
  /** Zero crossings a sample. */
  readonly crossings: number
  /** The share of its energy that lies in its loudest millisecond. */
  readonly compactness: number
}

const LOWEST_PITCH_HZ = 80
const HIGHEST_PITCH_HZ = 700
const PERIODIC = 0.6

/** A knock on the handset rings for no longer (windows). */
const KNOCK_WINDOWS = 4
/** Almost all energy within a millisecond is a click of the line, not a knock. */
const CLICK = 0.8
/** Voices, tones and breath are at least so long in all (windows). */
const LEAST_WINDOWS = 7
/** A breath is longer than a knock and shorter than this (windows). */
const BREATH_WINDOWS: readonly [number, number] = [8, 110]
/** A steady hiss of this length is the line's own (windows). */
const HISS_WINDOWS = 95
/** What keeps its level within so little is a machine (dB). */
const STEADY_DB = 3

export function measureWindow(window: Float32Array, sampleRate: number, db: number): WindowMeasure {
  const halved = sampleRate > 8000 ? window.filter((_, i) => i % 2 === 0) : window
  const rate = sampleRate > 8000 ? sampleRate / 2 : sampleRate
  const mean = halved.reduce((sum, sample) => sum + sample, 0) / halved.length
  const samples = halved.map((sample) => sample - mean)
  let crossings = 0
  for (let i = 1; i < samples.length; i++)
    if ((samples[i] as number) >= 0 !== (samples[i - 1] as number) >= 0) crossings += 1
  return {
    db,
    periodicity: periodicityOf(
      samples,
      Math.floor(rate / HIGHEST_PITCH_HZ),
      Math.ceil(rate / LOWEST_PITCH_HZ),
    ),
    crossings: crossings / samples.length,
    compactness: compactnessOf(halved, Math.round(rate / 1000)),
  }
}

/**
 * What a sound is like, by plain rules on its windows (null: quiet between). Null where none fits: then it may be the
 * caller, and is treated so. Only what can be told for sure is called noise or tone.
 */
export function likenessOf(windows: readonly (WindowMeasure | null)[]): SoundLike | null {
  const bursts = burstsOf(windows)
  const loud = bursts.flat()
  if (loud.length === 0) return null
  if (bursts.every((burst) => burst.length <= KNOCK_WINDOWS))
    return loud.some(({ compactness }) => compactness < CLICK) ? 'tapping' : 'noise'
  if (loud.length < LEAST_WINDOWS) return null
  // The first and last window of a burst hold its edges.
  const inside = bursts.flatMap((burst) => burst.slice(1, -1))
  const periodic = share(loud, ({ periodicity }) => periodicity >= PERIODIC)
  if (inside.length >= LEAST_WINDOWS && isTone(inside)) return 'tone'
  if (periodic >= 0.4) return 'voiced'
  if (periodic > 0.15) return null
  const isSteady = spread(inside.map(({ db }) => db)) <= STEADY_DB
  if (isSteady) return inside.length >= HISS_WINDOWS ? 'noise' : null
  return bursts.some(isBreath) ? 'breathing' : null
}

function isTone(windows: readonly WindowMeasure[]): boolean {
  return (
    share(windows, ({ periodicity }) => periodicity >= 0.9) >= 0.9 &&
    spread(windows.map(({ db }) => db)) <= STEADY_DB &&
    spread(windows.map(({ crossings }) => crossings)) <= 0.02
  )
}

/** It swells: the loudest moment is not the first. */
function isBreath(burst: readonly WindowMeasure[]): boolean {
  const [least, most] = BREATH_WINDOWS
  if (burst.length < least || burst.length > most) return false
  const loudest = burst.reduce((best, { db }, i) => (db > (burst[best] as WindowMeasure).db ? i : best), 0)
  return loudest >= 2
}

function burstsOf(windows: readonly (WindowMeasure | null)[]): WindowMeasure[][] {
  const bursts: WindowMeasure[][] = []
  let open: WindowMeasure[] | null = null
  for (const window of windows) {
    if (!window) open = null
    else if (open) open.push(window)
    else {
      open = [window]
      bursts.push(open)
    }
  }
  return bursts
}

function periodicityOf(samples: Float32Array, shortest: number, longest: number): number {
  let best = 0
  for (let lag = shortest; lag <= longest; lag++) {
    let [product, here, there] = [0, 0, 0]
    for (let i = lag; i < samples.length; i++) {
      const [a, b] = [samples[i] as number, samples[i - lag] as number]
      product += a * b
      here += a * a
      there += b * b
    }
    if (here > 0 && there > 0) best = Math.max(best, product / Math.sqrt(here * there))
  }
  return best
}

function compactnessOf(samples: Float32Array, length: number): number {
  let all = 0
  let inside = 0
  let most = 0
  for (let i = 0; i < samples.length; i++) {
    const energy = (samples[i] as number) ** 2
    all += energy
    inside += energy - (i >= length ? (samples[i - length] as number) ** 2 : 0)
    most = Math.max(most, inside)
  }
  return all > 0 ? most / all : 0
}

function share<T>(list: readonly T[], holds: (one: T) => boolean): number {
  return list.length > 0 ? list.filter(holds).length / list.length : 0
}

/** Between the tenth and the ninetieth of a hundred. */
function spread(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  return at(0.9) - at(0.1)
}
