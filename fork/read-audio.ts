import { readFile } from 'node:fs/promises'
import { FLACDecoder } from '@wasm-audio-decoders/flac'
import { decodeG711 } from './line.ts'

/** A decoded recording: one array a channel, −1..1, all of the same length. */
export interface Recording {
  readonly sampleRate: number
  readonly channels: readonly Float32Array[]
}

/** A file that is missing or holds no audio that can be read; the message says which and why, in one line. */
export class UnreadableAudio extends Error {}

/** Reads a WAV (PCM 16, 24, 32 bit, float, A-law, µ-law) or FLAC file. Throws `UnreadableAudio`. */
export async function readAudio(path: string): Promise<Recording> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableAudio(`cannot read ${path}: ${error.code}`)
  })
  const magic = bytes.toString('latin1', 0, 4)
  const recording = magic === 'fLaC' ? await readFlac(bytes) : magic === 'RIFF' ? readWav(bytes) : null
  if (!recording?.channels[0]?.length)
    throw new UnreadableAudio(`${path} is neither a WAV nor a FLAC with audio in it`)
  return recording
}

async function readFlac(bytes: Buffer): Promise<Recording | null> {
  const decoder = new FLACDecoder()
  await decoder.ready
  try {
    const { channelData, sampleRate, errors } = await decoder.decodeFile(bytes)
    return errors.length > 0 ? null : { sampleRate, channels: channelData }
  } finally {
    decoder.free()
  }
}

const EXTENSIBLE = 0xfffe

function readWav(bytes: Buffer): Recording | null {
  const format = findChunk(bytes, 'fmt ')
  const data = findChunk(bytes, 'data')
  if (!format || format.length < 16 || !data) return null
  const tag = format.readUInt16LE(0)
  const decode = sampleDecoder(
    tag === EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : tag,
    format.readUInt16LE(14),
  )
  const channelCount = format.readUInt16LE(2)
  if (!decode || channelCount === 0) return null
  const samples = decode(data)
  const channels = Array.from({ length: channelCount }, (_, channel) =>
    new Float32Array(Math.floor(samples.length / channelCount)).map(
      (_, i) => samples[i * channelCount + channel] as number,
    ),
  )
  return { sampleRate: format.readUInt32LE(4), channels }
}

/** The body of the first chunk of that name; a body cut short by the end of the file is given as far as it goes. */
function findChunk(bytes: Buffer, name: string): Buffer | null {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4)
    if (bytes.toString('latin1', at, at + 4) === name) return bytes.subarray(at + 8, at + 8 + length)
    at += 8 + length + (length % 2)
  }
  return null
}

function sampleDecoder(tag: number, bits: number): ((data: Buffer) => Float32Array) | null {
  switch (`${tag}/${bits}`) {
    case '1/16':
      return (data) => eachSample(data, 2, (at) => data.readInt16LE(at) / 2 ** 15)
    case '1/24':
      return (data) => eachSample(data, 3, (at) => data.readIntLE(at, 3) / 2 ** 23)
    case '1/32':
      return (data) => eachSample(data, 4, (at) => data.readInt32LE(at) / 2 ** 31)
    case '3/32':
      return (data) => eachSample(data, 4, (at) => data.readFloatLE(at))
    case '6/8':
      return (data) => Float32Array.from(decodeG711(data, 'alaw'), (sample) => sample / 2 ** 15)
    case '7/8':
      return (data) => Float32Array.from(decodeG711(data, 'ulaw'), (sample) => sample / 2 ** 15)
    default:
      return null
  }
}

function eachSample(data: Buffer, width: number, read: (at: number) => number): Float32Array {
  return new Float32Array(Math.floor(data.length / width)).map((_, i) => read(i * width))
}
