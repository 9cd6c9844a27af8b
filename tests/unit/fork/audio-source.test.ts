import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAudio } from '../../../fork/audio-source.ts'
import { encodeG711 } from '../../../fork/line.ts'
import { UnreadableAudio } from '../../../fork/read-audio.ts'
import { flacFile, pcm16, wavFile } from './audio-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fork-audio-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function stored(name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

describe('two channels of one file', () => {
  test('WAV: left is the caller, right the responder', async () => {
    const path = await stored('two.wav', wavFile(1, 16, 2, 8000, pcm16([16384, -8192, 0, 32767])))

    const { caller, responder } = await loadAudio({ kind: 'file', path })

    expect(caller).toEqual({ samples: Float32Array.of(0.5, 0), sampleRate: 8000 })
    expect(responder?.samples).toEqual(Float32Array.of(-0.25, 32767 / 32768))
  })

  test('FLAC: the samples that were put in', async () => {
    const left = Int16Array.from({ length: 384 }, (_, i) => 20_000 * Math.sin(i / 5))
    const right = Int16Array.from({ length: 384 }, (_, i) => 9000 - i * 40)
    const path = await stored('two.flac', flacFile([left, right]))

    const { caller, responder } = await loadAudio({ kind: 'file', path })

    // The decoder's full scale is 32767, a WAV's 32768: less than one step apart.
    expect(caller.sampleRate).toBe(16000)
    expect(Int16Array.from(caller.samples, (sample) => Math.round(sample * 32767))).toEqual(left)
    expect(Int16Array.from(responder?.samples ?? [], (sample) => Math.round(sample * 32767))).toEqual(right)
  })
})

describe('one party', () => {
  const samples = [12_000, -12_000, 300]

  test.each([
    ['16 bit', 1, 16, pcm16(samples)],
    ['24 bit', 1, 24, Buffer.from(samples.flatMap((s) => [0, s & 0xff, (s >> 8) & 0xff]))],
    ['32 bit', 1, 32, Buffer.from(samples.flatMap((s) => [0, 0, s & 0xff, (s >> 8) & 0xff]))],
    ['float', 3, 32, Buffer.from(Float32Array.from(samples, (s) => s / 32768).buffer)],
  ] as const)('a mono WAV of %s is the caller alone', async (name, tag, bits, data) => {
    const path = await stored(`${name}.wav`, wavFile(tag, bits, 1, 16000, data))

    const { caller, responder } = await loadAudio({ kind: 'file', path })

    expect(caller.samples).toEqual(Float32Array.from(samples, (s) => s / 32768))
    expect(responder).toBeNull()
  })

  test.each([
    ['A-law', 6, 'alaw'],
    ['µ-law', 7, 'ulaw'],
  ] as const)('a WAV of %s, as PBXs record them', async (name, tag, law) => {
    const codes = Buffer.from(encodeG711(Int16Array.from(samples), law))
    const path = await stored(`${name}.wav`, wavFile(tag, 8, 1, 8000, codes))

    const { caller } = await loadAudio({ kind: 'file', path })

    expect(caller.samples[0]).toBeCloseTo(12_000 / 32768, 1)
    expect(caller.samples[1]).toBeCloseTo(-12_000 / 32768, 1)
  })
})

test('two files are two parties, each at its own rate', async () => {
  const caller = await stored('caller.wav', wavFile(1, 16, 1, 8000, pcm16([1, 2])))
  const responder = await stored('responder.wav', wavFile(1, 16, 1, 16000, pcm16([3, 4, 5])))

  const audio = await loadAudio({ kind: 'two-files', caller, responder })

  expect([audio.caller.sampleRate, audio.responder?.sampleRate]).toEqual([8000, 16000])
  expect(audio.responder?.samples.length).toBe(3)
})

test('a recording is repeated or cut to the wanted length', async () => {
  const path = await stored('short.wav', wavFile(1, 16, 1, 8000, pcm16([1, 2, 3].map((s) => s * 8192))))

  const longer = await loadAudio({ kind: 'file', path }, 7 / 8000)
  const shorter = await loadAudio({ kind: 'file', path }, 2 / 8000)

  expect([...longer.caller.samples]).toEqual([0.25, 0.5, 0.75, 0.25, 0.5, 0.75, 0.25])
  expect([...shorter.caller.samples]).toEqual([0.25, 0.5])
})

describe('a file that is no audio', () => {
  test.each([
    ['text', Buffer.from('RIFFRIFF and no chunk')],
    ['nothing', Buffer.alloc(0)],
    ['a WAV without samples', wavFile(1, 16, 2, 8000, Buffer.alloc(0))],
    ['a codec that nobody has here', wavFile(0x55, 16, 1, 8000, Buffer.alloc(8))],
    ['three channels', wavFile(1, 16, 3, 8000, pcm16([1, 2, 3]))],
    ['half a FLAC', flacFile([new Int16Array(384)]).subarray(0, 60)],
  ])('%s: one line that names the file', async (name, bytes) => {
    const path = await stored(`${name}.bin`, bytes)

    const failure = await loadAudio({ kind: 'file', path }).catch((error: unknown) => error)

    expect(failure).toBeInstanceOf(UnreadableAudio)
    expect((failure as Error).message).toContain(path)
    expect((failure as Error).message).not.toContain('\n')
  })

  test('missing', async () => {
    await expect(loadAudio({ kind: 'file', path: join(folder, 'none.wav') })).rejects.toThrow(
      /none\.wav: ENOENT/,
    )
  })
})
