import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callOf } from '../../unit/eval/labelled.ts'

const CLI = fileURLToPath(new URL('../../../eval/cli.ts', import.meta.url))

/** What `npm run eval -- …` prints, and its exit code. */
function evaluate(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
  })
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eval-'))
  const calls = [
    callOf(['R 您贵姓', 'C 我叫沈佳慧电话一三八零零一三八零零零'], {
      id: 'own1',
      pii: [
        { turn: 1, start: 2, end: 5, type: 'name' },
        { turn: 1, start: 7, end: 18, type: 'phone' },
      ],
    }),
    callOf(['C 我在那个啥啥的地方'], {
      id: 'own2',
      split: 'test',
      pii: [{ turn: 0, start: 2, end: 7, type: 'other' }],
    }),
  ]
  await writeFile(join(folder, 'calls.jsonl'), calls.map((call) => JSON.stringify(call)).join('\n'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('a set that the project has never seen', () => {
  test('is scored from its path; the run leaves a summary, a log and a report', async () => {
    const out = join(folder, 'run')
    const { code, out: printed } = await evaluate('redaction', '--data', folder, '--out', out)
    expect([code, printed]).toEqual([0, expect.stringContaining('recall.phone')])
    const summary = JSON.parse(await readFile(join(out, 'summary.json'), 'utf8'))
    expect(summary.suites.redaction).toMatchObject({
      n: 2,
      metrics: {
        'recall.name': { value: 1, n: 1, low: 1, high: 1 },
        'recall.all': { value: 2 / 3, n: 3 },
        leakedCalls: { value: 1 / 2, n: 2 },
      },
    })
    expect(summary.versions).toMatchObject({ commit: expect.any(String), rules: expect.any(String) })
    expect(summary.versions.models).toHaveProperty('lac')
    const log = await readFile(join(out, 'log.jsonl'), 'utf8')
    expect(log).toContain('"what":"other leaked"')
    expect(log).not.toContain('沈佳慧')
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('own2')
  })

  test('can be narrowed to a split, or to one failing case', async () => {
    const split = await evaluate('redaction', '--data', folder, '--split', 'dev')
    expect(split.out).toContain('redaction (1 samples)')
    const one = await evaluate('redaction', '--data', folder, '--filter', 'own2')
    expect(one.out).toContain('redaction (1 samples)')
    expect(one.out).toContain('recall.other')
  })

  test('fails with a clear line where a gate is not passed', async () => {
    const gates = join(folder, 'gates.yaml')
    await writeFile(gates, 'version: 1\nbounds: { redaction: { recall.all: 0.99 } }\nnotWorse: {}\n')
    const { code, err } = await evaluate('redaction', '--data', folder, '--gates', gates)
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('gate failed: redaction recall.all is 0.667, below its gate 0.99'),
    ])
  })
})

describe('is refused with exit code 2, and nothing is scored', () => {
  test.each([
    ['an unknown suite', ['redactoin'], 'no suite is called redactoin'],
    ['no suite', ['--split', 'dev'], 'name a suite, or all'],
    ['an unknown split', ['redaction', '--split', 'train'], '--split takes dev or test'],
    ['a path that is not there', ['redaction', '--data', '/nowhere/at/all'], 'cannot be read (ENOENT)'],
    ['an unknown option', ['redaction', '--fliter', 'x'], "'--fliter'"],
    ['import into the project', ['import', '--out', 'eval/mine'], 'real calls are kept outside of it'],
  ])('%s', async (_, args, reason) => {
    const { code, out, err } = await evaluate(...args)
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(reason)])
  })

  test('broken data, each problem with file, line and reason', async () => {
    const file = join(folder, 'broken.jsonl')
    await writeFile(
      file,
      `{"id":\n${JSON.stringify({ ...callOf(['C 嗯']), risk: { plan: { answer: 'perhaps' } } })}`,
    )
    const { code, out, err } = await evaluate('risk', '--data', file)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/broken\.jsonl:1: is no JSON/)
    expect(err).toMatch(/broken\.jsonl:2: risk: plan: answer: Invalid option/)
  })

  test('gates that name a figure which does not exist', async () => {
    const gates = join(folder, 'typo.yaml')
    await writeFile(gates, 'version: 1\nbounds: { redaction: { recal.all: 0.9 } }\nnotWorse: {}\n')
    const { code, err } = await evaluate('redaction', '--data', folder, '--gates', gates)
    expect([code, err]).toEqual([2, expect.stringContaining('no suite has the figure redaction recal.all')])
  })
})
