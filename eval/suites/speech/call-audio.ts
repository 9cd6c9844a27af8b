import { join } from 'node:path'
import { loadAudio, type Voice } from '../../../fork/audio-source.ts'
import { UnreadableAudio } from '../../../fork/read-audio.ts'
import { BadData } from '../../labels/bad-data.ts'
import type { LabelledCall, Party } from '../../labels/labelled-call.ts'

/** Both parties of a recorded call. */
export type BothVoices = Readonly<Record<Party, Voice>>

export type RecordedCall = LabelledCall & { readonly audio: string }

export function isRecorded(call: LabelledCall): call is RecordedCall {
  return call.audio !== undefined
}

/** Reads the recording of a call: left the caller, right the responder. Throws `BadData`. */
export async function readCallAudio(folder: string, audio: string): Promise<BothVoices> {
  const { caller, responder } = await read(folder, audio)
  if (!responder)
    throw bad(folder, audio, 'has one channel; a call has the caller left and the responder right')
  return { caller, responder }
}

/** Reads a recording of one voice: the first channel. Throws `BadData`. */
export async function readClipAudio(folder: string, file: string): Promise<Voice> {
  return (await read(folder, file)).caller
}

/** A turn's own stretch of its party's channel. Throws `BadData` where the recording ends before the turn begins. */
export function turnAudio(folder: string, call: RecordedCall, turn: number, voices: BothVoices): Voice {
  const { role, start, end } = call.turns[turn] as LabelledCall['turns'][number]
  const { samples, sampleRate } = voices[role]
  const cut = samples.slice(Math.round(start * sampleRate), Math.round(end * sampleRate))
  if (cut.length === 0)
    throw bad(folder, call.audio, `holds nothing of turn ${turn} of ${call.id} (${start} to ${end} s)`)
  return { samples: cut, sampleRate }
}

async function read(folder: string, file: string): ReturnType<typeof loadAudio> {
  try {
    return await loadAudio({ kind: 'file', path: join(folder, file) })
  } catch (error) {
    throw error instanceof UnreadableAudio
      ? bad(folder, file, 'is no WAV or FLAC of one or two channels')
      : error
  }
}

function bad(folder: string, file: string, reason: string): BadData {
  return new BadData([{ file: join(folder, file), line: 0, reason }])
}
