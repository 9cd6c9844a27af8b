import type { Voice } from '../../../fork/audio-source.ts'
import { throughLine } from '../../../fork/line.ts'
import { resample } from '../../../fork/resample.ts'
import { seededRandom } from '../../../fork/seeded-random.ts'
import { noise, SIGNAL_RATE } from '../../../fork/signals.ts'

/**
 * What a voice goes through before it is decoded. `clean`: as it was recorded. `alaw`: a telephone trunk, 8 kHz A-law.
 * `noise`: white noise 15 dB below the voice, then that trunk. `loss`: that trunk, and one in twenty frames of 20 ms
 * lost, three in a row on average, with silence in their place as a PBX's timer fills it.
 */
export const LINE_CONDITIONS = ['clean', 'alaw', 'noise', 'loss'] as const
export type LineCondition = (typeof LINE_CONDITIONS)[number]

const TRUNK_RATE = 8000
const WIDE_RATE = 16000
const SNR_DB = 15
const LOST_SHARE = 0.05
const FRAMES_A_BURST = 3
const FRAME_SAMPLES = TRUNK_RATE / 50

/** The same voice, condition and seed always give the same samples. */
export function underCondition(condition: LineCondition, voice: Voice, seed: number): Voice {
  switch (condition) {
    case 'clean':
      return { samples: resample(voice.samples, voice.sampleRate, WIDE_RATE), sampleRate: WIDE_RATE }
    case 'alaw':
      return overTrunk(voice)
    case 'noise':
      return overTrunk(noisy(voice, seed))
    case 'loss':
      return lossy(overTrunk(voice), seed)
  }
}

/** What the service gets of a voice that came over an A-law trunk. */
export function overTrunk({ samples, sampleRate }: Voice): Voice {
  const heard = throughLine(samples, sampleRate, 'alaw', TRUNK_RATE)
  return { samples: Float32Array.from(heard, (sample) => sample / 32768), sampleRate: TRUNK_RATE }
}

/** Noise is added in the band of the line: above it, it would cost the ratio and never be heard. */
function noisy({ samples, sampleRate }: Voice, seed: number): Voice {
  const voice = resample(samples, sampleRate, TRUNK_RATE)
  const hiss = noise(voice.length / SIGNAL_RATE, seed)
  const gain = (level(voice) / level(hiss)) * 10 ** (-SNR_DB / 20)
  return { samples: voice.map((sample, i) => sample + gain * (hiss[i] ?? 0)), sampleRate: TRUNK_RATE }
}

/** Gilbert's model: the line is up or down, and each frame decides whether it stays so. */
function lossy({ samples, sampleRate }: Voice, seed: number): Voice {
  const random = seededRandom(seed)
  const goesDown = LOST_SHARE / (1 - LOST_SHARE) / FRAMES_A_BURST
  const heard = samples.slice()
  let down = false
  for (let at = 0; at < heard.length; at += FRAME_SAMPLES) {
    down = random() < (down ? 1 - 1 / FRAMES_A_BURST : goesDown)
    if (down) heard.fill(0, at, at + FRAME_SAMPLES)
  }
  return { samples: heard, sampleRate }
}

/** Root mean square. */
function level(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
}
