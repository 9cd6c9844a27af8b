import type { LabelledCall, Party } from '../../labels/labelled-call.ts'
import type { BothVoices } from './call-audio.ts'

export const VOICED_FRAME_MS = 20
/** A frame of a turn is voiced when its level lies within this of the turn's loudest (dB). */
const RANGE_DB = 25

/** 20 ms of a labelled turn in which its party is heard. */
export interface VoicedFrame {
  readonly role: Party
  readonly turn: number
  /** Milliseconds of the recording. */
  readonly endMs: number
}

/** The voiced frames of a call, by its labels and its audio alone: what the product took for speech does not matter. */
export function voicedFrames({ turns }: Pick<LabelledCall, 'turns'>, voices: BothVoices): VoicedFrame[] {
  return turns.flatMap(({ role, start, end }, turn) => {
    const { samples, sampleRate } = voices[role]
    const size = (VOICED_FRAME_MS * sampleRate) / 1000
    const frames: { endMs: number; energy: number }[] = []
    for (let at = Math.ceil((start * sampleRate) / size) * size; at + size <= end * sampleRate; at += size) {
      const frame = samples.subarray(Math.round(at), Math.round(at + size))
      const energy = frame.reduce((sum, sample) => sum + sample * sample, 0)
      frames.push({ endMs: Math.round((1000 * (at + size)) / sampleRate), energy })
    }
    const least = Math.max(...frames.map(({ energy }) => energy)) * 10 ** (-RANGE_DB / 10)
    return frames
      .filter(({ energy }) => energy > 0 && energy >= least)
      .map(({ endMs }) => ({ role, turn, endMs }))
  })
}
