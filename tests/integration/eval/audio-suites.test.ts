import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { LabelledCall } from '../../../eval/labels/labelled-call.ts'
import { loadDataset } from '../../../eval/labels/load-dataset.ts'
import { runSuites } from '../../../eval/run-suites.ts'
import { type Ears, ears } from '../../../eval/solvers/ears.ts'
import { asr } from '../../../eval/suites/asr.ts'
import { latency } from '../../../eval/suites/latency.ts'
import { readAudio } from '../../../fork/read-audio.ts'
import { pcm16, wavFile } from '../../unit/fork/audio-file.ts'

const DEMO = fileURLToPath(new URL('../../../demo/call/night-shift', import.meta.url))
/** Three turns of the demo call: the responder asks, the caller answers, the responder asks again (s). */
const [FROM, TO, TURNS] = [11.9, 21.8, [3, 4, 5]]

describe('the suites that listen, on ten seconds of a call', () => {
  let folder: string
  let product: Ears
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audio-suites-'))
    const { channels, sampleRate } = await readAudio(`${DEMO}.flac`)
    const [left, right] = channels.map((samples) => samples.slice(FROM * sampleRate, TO * sampleRate))
    const both = Array.from({ length: 2 * (left?.length ?? 0) }, (_, i) =>
      Math.round(32767 * ((i % 2 === 0 ? left : right)?.[i >> 1] ?? 0)),
    )
    await writeFile(join(folder, 'short.wav'), wavFile(1, 16, 2, sampleRate, pcm16(both)))
    const { turns } = JSON.parse(await readFile(`${DEMO}.jsonl`, 'utf8')) as Pick<LabelledCall, 'turns'>
    const cut = TURNS.map((turn) => turns[turn] as LabelledCall['turns'][number]).map(
      ({ start, end, ...turn }) => ({ ...turn, start: start - FROM, end: end - FROM }),
    )
    const call = { id: 'short', origin: 'authored', audio: 'short.wav', turns: cut }
    await writeFile(join(folder, 'calls.jsonl'), JSON.stringify(call))
    // The site's own database and its guarded doors are not for calls that are played to take figures.
    vi.stubEnv('DATABASE_URL', 'postgres://127.0.0.1:1/none')
    vi.stubEnv('FORK_TOKEN', 'sixteen characters')
    vi.stubEnv('NOTICE_POLICY', 'responder')
    vi.stubEnv('RECOGNIZER_THREADS', '1')
    product = ears(1)
  })
  afterAll(async () => {
    await product.close()
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })

  const score = async (suite: typeof asr) => {
    const solver = { name: 'product', ...product.abilities }
    const options = { data: folder, jobs: 1, filter: 'short' }
    const { suites, cases } = await runSuites([suite], await loadDataset(folder), solver, options)
    return { metrics: suites[0]?.metrics ?? {}, case: cases[0] }
  }

  test('words are heard turn by turn and by the whole speech path, in this process', async () => {
    const { metrics, case: scored } = await score(asr)
    // 听起来真的很辛苦怎么称呼您, 我叫周小兰今年26岁在杭州做护士, 周小兰您好这种情况有多久了: of these a few are wrong.
    for (const name of ['cer', 'cer.clean', 'cer.loss', 'cer.endpointed']) {
      expect([name, metrics[name]?.n]).toEqual([name, 13 + 16 + 13])
      expect(metrics[name]?.value).toBeLessThan(0.3)
    }
    expect(metrics['keywordRecall.number']).toMatchObject({ n: 1, value: 1 })
    expect(metrics['hallucinatedCharsPerMinute.betweenTurns']?.value).toBe(0)
    expect(scored?.counts).toMatchObject({ decodings: 12 })
    expect(metrics.rtf?.value).toBeGreaterThan(0)
  })

  test('words reach a page after they were said, from a service of its own', async () => {
    const { metrics, case: scored } = await score(latency)
    expect(metrics.neverShown?.value).toBe(0)
    const { partial = [], final = [], endpointing = [], ...rest } = scored?.samples ?? {}
    const after = rest['final.afterEndpoint'] ?? []
    expect(final.length).toBeGreaterThanOrEqual(3)
    expect(partial.length).toBeGreaterThan(20)
    // Nothing is shown before it was said, and no segment is over before there was silence behind it.
    expect(Math.min(...partial, ...endpointing, ...after)).toBeGreaterThan(0)
    for (const [i, ms] of final.entries())
      expect(Math.abs(ms - (endpointing[i] ?? 0) - (after[i] ?? 0))).toBeLessThanOrEqual(1)
  }, 60_000)
})

test('the scripted recogniser hears nothing, so nothing is scored with it', async () => {
  vi.stubEnv('RECOGNIZER', 'scripted')
  vi.stubEnv('SCRIPT', `${DEMO}.jsonl`)
  expect(ears(1).abilities).toEqual({})
  vi.unstubAllEnvs()
})
