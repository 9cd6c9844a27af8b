import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runSuites } from '../../../eval/run-suites.ts'
import type { FollowedSegment, Solver } from '../../../eval/solvers/solver.ts'
import { latency } from '../../../eval/suites/latency.ts'
import { voicedFrames } from '../../../eval/suites/speech/voiced-frames.ts'
import { pcm16, wavFile } from '../fork/audio-file.ts'
import { callOf, datasetOf } from './labelled.ts'

const RATE = 8000
const SECONDS = 10

/** Speaks a tone in the given stretches (s), and a hiss 40 dB below it elsewhere. */
function speaking(...stretches: readonly (readonly [number, number])[]): Float32Array {
  return Float32Array.from({ length: SECONDS * RATE }, (_, i) => {
    const isVoice = stretches.some(([from, to]) => i >= from * RATE && i < to * RATE)
    return (isVoice ? 0.5 : 0.005) * Math.sin((2 * Math.PI * 400 * i) / RATE)
  })
}

// The turns are labelled from 0 to 4 s and from 5 to 9 s; in the middle of the caller's there is a pause.
const responder = speaking([0.5, 3.5])
const caller = speaking([5.2, 6.2], [7.2, 8.8])
const call = callOf(['R 您好', 'C 嗯我想问一下'], { audio: 'call.wav' })
const voices = {
  caller: { samples: caller, sampleRate: RATE },
  responder: { samples: responder, sampleRate: RATE },
}

test('a frame is voiced where its party is heard within its turn, whoever else speaks', () => {
  const frames = voicedFrames(call, voices)
  const of = (turn: number) => frames.filter((frame) => frame.turn === turn).map(({ endMs }) => endMs)
  expect([of(0).length, of(0)[0], of(0).at(-1)]).toEqual([3000 / 20, 520, 3500])
  expect([of(1).length, of(1)[0], of(1).at(-1)]).toEqual([2600 / 20, 5220, 8800])
  expect(of(1).filter((endMs) => endMs > 6200 && endMs <= 7200)).toEqual([])
})

test('a turn of digital silence has no voiced frame', () => {
  const silent = { samples: new Float32Array(SECONDS * RATE), sampleRate: RATE }
  expect(voicedFrames(call, { caller: silent, responder: silent })).toEqual([])
})

describe('the suite', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latency-suite-'))
    const both = Array.from({ length: 2 * SECONDS * RATE }, (_, i) =>
      Math.round(32767 * ((i % 2 === 0 ? caller : responder)[i >> 1] ?? 0)),
    )
    await writeFile(join(folder, 'call.wav'), wavFile(1, 16, 2, RATE, pcm16(both)))
  })
  afterAll(() => rm(folder, { recursive: true }))

  async function run(followCall: Solver['followCall'], calls = [call]) {
    const solver = { name: 'planted', ...(followCall && { followCall }) }
    const { suites, cases } = await runSuites([latency], datasetOf({ folder, calls }), solver, {
      data: 'planted',
      jobs: 2,
    })
    const values = Object.entries(suites[0]?.metrics ?? {}).map(([name, { value }]) => [name, value] as const)
    return { unscored: suites[0]?.unscored, figures: Object.fromEntries(values), cases }
  }
  const following = (...segments: FollowedSegment[]) => run(async () => ({ segments, lateMs: 2.4 }))

  const first: FollowedSegment = {
    role: 'responder',
    startMs: 200,
    endMs: 3700,
    endpointAtMs: 4130,
    partials: [
      { coversToMs: 1500, atMs: 1900 },
      { coversToMs: 2500, atMs: 2800 },
    ],
    finalAtMs: 4400,
  }

  test('takes a frame from its end to the first words that cover it, be they the final', async () => {
    const { cases } = await following(first)
    // One frame every 200 ms, from 600 to 3400: the first five wait for the partial at 1900, then five for the one at
    // 2800, and the rest for the final.
    expect(cases[0]?.samples.partial).toEqual([
      ...[1300, 1100, 900, 700, 500],
      ...[1200, 1000, 800, 600, 400],
      ...[1800, 1600, 1400, 1200, 1000],
    ])
    expect(cases[0]?.counts).toMatchObject({ 'partial.share': 10, 'partial.share.of': 15 })
  })

  test('what no words ever cover is counted, and its turn named', async () => {
    const { figures, cases } = await following(first)
    // The caller's 13 frames of 28, in a turn that nobody wrote down.
    expect(figures.neverShown).toBeCloseTo(13 / 28)
    expect(cases[0]?.findings).toMatchObject([{ what: 'no words of a turn', turns: [1] }])
  })

  test('words of the other party cover nothing', async () => {
    const { figures } = await following({ ...first, role: 'caller' })
    expect(figures.neverShown).toBe(1)
  })

  test('words that were said before a segment began are not covered by it', async () => {
    const { cases } = await following({ ...first, startMs: 2490, partials: [] })
    expect(cases[0]?.samples.partial).toEqual([1800, 1600, 1400, 1200, 1000])
  })

  test('parts a final into the endpointing and what comes after it', async () => {
    const { figures, cases } = await following(first, {
      role: 'caller',
      startMs: 4900,
      // Ends in the caller's pause: the last voiced frame is that of 6200.
      endMs: 6400,
      endpointAtMs: 6820,
      partials: [],
      finalAtMs: 7000,
    })
    expect(cases[0]?.samples).toMatchObject({
      final: [4400 - 3500, 7000 - 6200],
      endpointing: [4130 - 3500, 6820 - 6200],
      'final.afterEndpoint': [4400 - 4130, 7000 - 6820],
    })
    expect(figures).toMatchObject({ 'final.p50': 800, 'final.p95': 900, 'endpointing.p50': 620 })
    expect(figures).toMatchObject({ 'final.afterEndpoint.p95': 270, 'player.late': 3 })
  })

  test('a segment without words, and one where nobody speaks, have no final to wait for', async () => {
    const noise: FollowedSegment = { ...first, startMs: 9100, endMs: 9600 }
    const { figures } = await following({ ...first, finalAtMs: null }, noise)
    expect(figures).not.toHaveProperty('final.p95')
    expect(figures).not.toHaveProperty('suggestion.p95')
  })

  test('plays calls one after another, though several jobs score', async () => {
    const calls = ['a', 'b', 'c'].map((id) => ({ ...call, id }))
    let playing = 0
    const { cases } = await run(async () => {
      playing += 1
      const atOnce = playing
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
      playing -= 1
      return { segments: [], lateMs: atOnce }
    }, calls)
    expect(cases.map(({ samples }) => samples['player.late'])).toEqual([[1], [1], [1]])
  })

  test('a call that the service does not take fails the run', async () => {
    await expect(
      run(async () => {
        throw new Error('refused')
      }, [call, { ...call, id: 'x2' }]),
    ).rejects.toThrow('refused')
  })

  test('is unscored without audio, and without a service', async () => {
    const silent = async () => ({ segments: [], lateMs: 0 })
    expect((await run(silent, [callOf(['C 嗯'])])).unscored).toBe('the set has no call with audio')
    expect((await run(undefined)).unscored).toBe('nothing listens to calls yet')
  })
})
