import alawmulaw from 'alawmulaw'
import { z } from 'zod'
import type { LegRate } from '../server/audio/leg.ts'
import { resample } from './resample.ts'

/** What the trunk carries: G.711 as A-law (China, Europe) or µ-law, or linear samples untouched. */
export const Line = z.enum(['alaw', 'ulaw', 'l16'])
export type Line = z.infer<typeof Line>

const TRUNK_RATE = 8000

/**
 * What is left of a voice after the trunk, as the PBX forks it: linear samples at the fork's rate. A G.711 trunk
 * is 8 kHz whatever the fork's rate, so a 16 kHz fork of it holds nothing above 4 kHz.
 */
export function throughLine(
  voice: Float32Array,
  voiceRate: number,
  line: Line,
  forkRate: LegRate,
): Int16Array {
  if (line === 'l16') return toInt16(resample(voice, voiceRate, forkRate))
  const trunk = decodeG711(encodeG711(toInt16(resample(voice, voiceRate, TRUNK_RATE)), line), line)
  return forkRate === TRUNK_RATE ? trunk : toInt16(resample(toFloat(trunk), TRUNK_RATE, forkRate))
}

export function encodeG711(samples: Int16Array, law: 'alaw' | 'ulaw'): Uint8Array {
  return law === 'alaw' ? alawmulaw.alaw.encode(samples) : alawmulaw.mulaw.encode(samples)
}

export function decodeG711(bytes: Uint8Array, law: 'alaw' | 'ulaw'): Int16Array {
  return law === 'alaw' ? alawmulaw.alaw.decode(bytes) : alawmulaw.mulaw.decode(bytes)
}

function toInt16(samples: Float32Array): Int16Array {
  const output = new Int16Array(samples.length)
  for (let i = 0; i < samples.length; i++) {
    output[i] = Math.max(-32768, Math.min(32767, Math.round((samples[i] as number) * 32768)))
  }
  return output
}

function toFloat(samples: Int16Array): Float32Array {
  return Float32Array.from(samples, (sample) => sample / 32768)
}
