import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LoggedCase } from '../../../eval/log/run-log.ts'
import { runSuites } from '../../../eval/run-suites.ts'
import type { Solver } from '../../../eval/solvers/solver.ts'
import { asr } from '../../../eval/suites/asr.ts'
import { keywordsHeard } from '../../../eval/suites/speech/keywords.ts'
import { underCondition } from '../../../eval/suites/speech/line-conditions.ts'
import { writtenForm } from '../../../eval/suites/speech/written-form.ts'
import { tone } from '../../../fork/signals.ts'
import { pcm16, wavFile } from '../fork/audio-file.ts'
import { callOf, datasetOf } from './labelled.ts'

describe('the written form', () => {
  test.each([
    ['一百二十三', '123'],
    ['百分之五', '5%'],
    ['百分之三点五', '3.5%'],
    ['百分之百', '100%'],
    ['5％', '5%'],
    ['幺三八，零零幺三，八零零零', '13800138000'],
    ['138-0013-8000', '13800138000'],
    ['二零二六年九月一日', '2026年9月1日'],
    ['三百二十八万一千一百三十八点四八', '3281138.48'],
    ['一点二万', '12000'],
    ['1.15万', '11500'],
    ['12,000', '12000'],
    ['3万5千', '35000'],
    ['一亿三千万', '130000000'],
    ['一万零三百', '10300'],
    ['一千三', '1300'],
    ['一千零三', '1003'],
    ['两百五', '250'],
    ['二十三', '23'],
    ['十', '10'],
    ['三分之一', '1/3'],
    ['1/3', '1/3'],
    ['零点三三', '0.33'],
    ['三点四十', '3点40'],
    ['3:40', '3点40'],
    ['三点半', '3点半'],
    ['千万别想不开', '千万别想不开'],
    ['110105199001011234567', '110105199001011234567'],
    ['您好， 這是「心理」熱線！OK', '您好这是心理热线ok'],
  ])('of %s is %s', (text, form) => {
    expect(writtenForm(text)).toBe(form)
  })

  test.each([
    ['三百零五', '三百五'],
    ['一千零三', '一千三'],
    ['三点四', '三点四十'],
    ['百分之五', '五'],
    ['十五', '五十'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(writtenForm(one)).not.toBe(writtenForm(other))
  })
})

describe('keywords', () => {
  const lost = (reference: string, heard: string) =>
    keywordsHeard(reference, heard).flatMap(({ group, heard: isHeard, span }) =>
      isHeard ? [] : [[group, span && reference.slice(span.start, span.end)]],
    )

  test('are found whatever the marks, the characters and the form of a number', () => {
    const reference = '我沒有想過自杀，吃了舍曲林二十片'
    expect(keywordsHeard(reference, '').map(({ group }) => group)).toEqual([
      'risk',
      'negation',
      'drug',
      'number',
    ])
    expect(lost(reference, '我没想过自，杀吃了舍曲林20片。')).toEqual([])
  })

  test('a word that is said twice must be heard twice', () => {
    expect(lost('想死，真的想死', '想死真的想吃')).toEqual([['risk', '想死']])
    expect(keywordsHeard('想死，真的想死', '想死真的想吃')[1]?.span).toEqual({ start: 5, end: 7 })
  })

  test('a lost negation is seen; a word that only looks like one is none', () => {
    expect(lost('我不想去', '我想去')).toEqual([['negation', '不']])
    expect(keywordsHeard('特别对不起，不过别人差不多', '')).toEqual([])
  })

  test('a numeral counts where it counts something', () => {
    expect(keywordsHeard('一个人一直这样', '')).toEqual([])
    expect(lost('三片，一二三五六', '十片，一二三五')).toEqual([
      ['number', undefined],
      ['number', undefined],
    ])
  })
})

describe('line conditions', () => {
  const voice = { samples: tone(20, 440), sampleRate: 16000 }
  const power = (samples: Float32Array) => samples.reduce((sum, s) => sum + s * s, 0) / samples.length
  const on = (condition: 'clean' | 'alaw' | 'noise' | 'loss', seed = 1) =>
    underCondition(condition, voice, seed)

  test('clean is the recording, the others are 8 kHz', () => {
    expect(on('clean')).toEqual(voice)
    for (const condition of ['alaw', 'noise', 'loss'] as const) {
      expect(on(condition).sampleRate).toBe(8000)
      expect(on(condition).samples.length).toBe(voice.samples.length / 2)
    }
  })

  test('noise lies 15 dB below the voice', () => {
    const [alaw, noisy] = [on('alaw').samples, on('noise').samples]
    const added = noisy.map((sample, i) => sample - (alaw[i] ?? 0))
    expect(10 * Math.log10(power(alaw) / power(added))).toBeCloseTo(15, 0)
  })

  test('one frame in twenty is lost, in bursts, and nothing else changes', () => {
    const [alaw, lossy] = [on('alaw').samples, on('loss').samples]
    const frames = Array.from({ length: lossy.length / 160 }, (_, i) => {
      const frame = lossy.subarray(160 * i, 160 * (i + 1))
      const isLost = frame.every((sample) => sample === 0)
      if (!isLost) expect(frame).toEqual(alaw.subarray(160 * i, 160 * (i + 1)))
      return isLost
    })
    const lostFrames = frames.filter(Boolean).length
    const bursts = frames.filter((isLost, i) => isLost && !frames[i - 1]).length
    expect(lostFrames / frames.length).toBeGreaterThan(0.03)
    expect(lostFrames / frames.length).toBeLessThan(0.07)
    expect(lostFrames / bursts).toBeGreaterThan(2)
  })

  test('the same seed gives the same damage, another does not', () => {
    for (const condition of ['noise', 'loss'] as const) {
      expect(on(condition)).toEqual(on(condition))
      expect(on(condition)).not.toEqual(on(condition, 2))
    }
  })
})

describe('the suite', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asr-suite-'))
    // The caller is twice as loud as the responder, so that a planted decoder knows who speaks.
    const both = Float32Array.from(
      { length: 2 * 16000 * 20 },
      (_, i) => Math.sin(((2 * Math.PI * 440) / 16000) * (i >> 1)) * (i % 2 === 0 ? 0.5 : 0.25),
    )
    const pcm = pcm16(Array.from(both, (s) => Math.round(s * 32767)))
    await writeFile(join(folder, 'call.wav'), wavFile(1, 16, 2, 16000, pcm))
    await writeFile(join(folder, 'mono.wav'), wavFile(1, 16, 1, 16000, pcm))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const call = callOf(['R 您好想过自杀吗', 'C 没有想过', 'R 好', 'C 我三十五岁'], { audio: 'call.wav' })
  const peak = (samples: Float32Array) => samples.reduce((a, b) => Math.max(a, b), 0)

  async function run(solver: Omit<Solver, 'name'>, calls = [call], filter = '') {
    const { suites, cases } = await runSuites(
      [asr],
      datasetOf({ folder, calls }),
      { name: 'planted', ...solver },
      {
        data: 'planted',
        jobs: 2,
        filter,
      },
    )
    const values = Object.entries(suites[0]?.metrics ?? {}).map(([name, { value }]) => [name, value] as const)
    return { unscored: suites[0]?.unscored, figures: Object.fromEntries(values), cases }
  }
  /** Says `texts` of the turns in turn, whatever the condition. */
  const saying = (...texts: string[]): NonNullable<Solver['decode']> => {
    let decoded = 0
    return async () => ({ text: texts[Math.floor(decoded++ / 4)] ?? '', cpuSeconds: 0.4 })
  }
  const findings = (cases: readonly LoggedCase[]) => cases.flatMap((one) => one.findings)

  test('decodes each turn as cut from its own channel', async () => {
    const heard: [number, number][] = []
    await run({
      decode: async ({ samples, sampleRate }) => {
        if (sampleRate === 16000) heard.push([samples.length / sampleRate, Math.round(100 * peak(samples))])
        return { text: '', cpuSeconds: 0 }
      },
    })
    expect(heard).toEqual([
      [4, 25],
      [4, 50],
      [4, 25],
      [4, 50],
    ])
  })

  test('counts errors against all characters, by condition and party', async () => {
    const { figures, cases } = await run({
      decode: async ({ samples, sampleRate }) => {
        const isCaller = peak(samples) > 0.4
        if (sampleRate === 16000) return { text: isCaller ? '没有想过' : '好', cpuSeconds: 1 }
        return { text: isCaller ? '' : '您好', cpuSeconds: 1 }
      },
    })
    // Turns of 7, 4, 1 and 4 characters (我35岁). Over the line 5 of the first are lost, 1 is added to the third, and
    // the caller's are lost; clean, 6 of the first are lost and the last is wrong.
    expect(figures).toMatchObject({
      cer: (5 + 4 + 1 + 4) / 16,
      'cer.alaw': (5 + 4 + 1 + 4) / 16,
      'cer.clean': (6 + 0 + 0 + 4) / 16,
      'cer.caller': (4 + 4) / 8,
      'cer.responder': (5 + 1) / 8,
      // Every decoding takes a second of CPU for four of audio.
      rtf: 1 / 4,
    })
    expect(findings(cases).filter(({ what }) => what === 'half of a segment heard wrong')).toMatchObject([
      { turns: [0], got: '5 errors', severity: 3 },
      { turns: [1] },
      { turns: [2] },
      { turns: [3] },
    ])
  })

  test('compares numbers in one form and passes over punctuation', async () => {
    const { figures, cases } = await run({
      decode: saying('您好，想过自杀吗？', '没有想过。', '好', '我35岁'),
    })
    expect(figures).toMatchObject({ cer: 0, keywordRecall: 1, 'keywordRecall.number': 1 })
    expect(findings(cases)).toEqual([])
  })

  test('a lost risk word is the worst finding, with its place and without the word', async () => {
    const { figures, cases } = await run({ decode: saying('您好想过自拔吗', '没有想过', '好', '我35岁') })
    expect(figures['keywordRecall.risk']).toBe(0)
    expect(findings(cases)).toMatchObject([
      { what: 'risk word lost', severity: 1, turns: [0], span: { start: 4, end: 6 } },
    ])
    expect(JSON.stringify(cases)).not.toMatch(/\p{Script=Han}/u)
  })

  test('scores whole legs, and words where their party does not speak', async () => {
    const { figures } = await run(
      {
        decode: saying(),
        hearLeg: async ({ samples }) =>
          peak(samples) > 0.4
            ? [
                { startMs: 5000, endMs: 9000, text: '没有想过' },
                // The caller is silent from 9 to 15 s.
                { startMs: 11_000, endMs: 12_000, text: '谢谢' },
              ]
            : [{ startMs: 0, endMs: 3900, text: '您好想过自杀吗' }],
      },
      [call],
      'x1',
    )
    // 谢谢 in the place of 我35岁, and 好 missing.
    expect(figures['cer.endpointed']).toBe((4 + 1) / 16)
    // Two legs of 20 s, each with eight seconds of speech.
    expect(figures['hallucinatedCharsPerMinute.betweenTurns']).toBeCloseTo(2 / ((12 + 12) / 60))
  })

  test.each([
    ['silence', 1, 0],
    ['crying', 5, 2],
  ])('plays %s into the whole path', async (kind, minutes, charsPerMinute) => {
    const heard: [number, number][] = []
    const { figures, cases } = await run(
      {
        decode: saying(),
        hearLeg: async ({ samples, sampleRate }) => {
          heard.push([samples.length, sampleRate])
          // A-law has no zero: silence is its smallest step.
          return peak(samples) < 0.001 ? [] : [{ startMs: 0, endMs: 900, text: '嗯嗯。' }]
        },
      },
      [call],
      `signal-${kind}`,
    )
    expect(heard).toEqual(Array(minutes).fill([60 * 8000, 8000]))
    expect(figures).toMatchObject({
      hallucinatedCharsPerMinute: charsPerMinute,
      [`hallucinatedCharsPerMinute.${kind}`]: charsPerMinute,
    })
    expect(findings(cases).map(({ what }) => what)).toEqual(
      charsPerMinute > 0 ? [`words heard in ${kind}`] : [],
    )
  })

  test('is unscored without audio, and without a recogniser', async () => {
    expect((await run({ decode: saying() }, [callOf(['C 嗯'])])).unscored).toBe('the set has no audio')
    expect((await run({})).unscored).toBe('nothing recognises speech yet')
  })

  test.each([
    ['one channel', { audio: 'mono.wav' }, 'mono.wav: has one channel'],
    ['no audio', { audio: 'gone.wav' }, 'gone.wav: is no WAV or FLAC'],
    [
      'turns after its end',
      { audio: 'call.wav', turns: [{ role: 'caller', start: 30, end: 31, text: '嗯' }] },
      'turn 0 of x1',
    ],
  ] as const)('a recording with %s is bad data', async (_, labels, reason) => {
    const recording = { ...call, ...labels, turns: 'turns' in labels ? [...labels.turns] : call.turns }
    await expect(run({ decode: saying() }, [recording])).rejects.toThrow(reason)
  })
})
