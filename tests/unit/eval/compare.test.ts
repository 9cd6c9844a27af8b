import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { compare } from '../../../eval/commands/compare.ts'
import { UsageError } from '../../../eval/commands/usage-error.ts'
import { BadData } from '../../../eval/labels/bad-data.ts'
import { type RunLog, writeRunLog } from '../../../eval/log/run-log.ts'
import { compareRuns } from '../../../eval/report/comparison.ts'
import { comparisonPage } from '../../../eval/report/comparison-page.ts'
import { comparisonText } from '../../../eval/report/comparison-text.ts'
import { SUITES } from '../../../eval/suites/registry.ts'
import { caseOf, findingOf, logOf, resultOf } from './logged.ts'

const CLI = fileURLToPath(new URL('../../../eval/cli.ts', import.meta.url))

const spans = (hit: number) => ({ counts: { 'recall.all': hit, 'recall.all.of': 2 } })
const leak = (turn: number, start: number, got = '2 characters left') =>
  findingOf('name leaked', { severity: 2, turns: [turn], span: { start, end: start + 2 }, got })
const scored = [resultOf('redaction', { 'recall.all': [0.5, 6, 0, 1] })]

/** Of a, both leaks are fixed; of b one stays, though got otherwise, and one is new; c and d are in one run only. */
const before = logOf(scored, [
  caseOf('redaction', 'a', { ...spans(0), findings: [leak(1, 0), leak(1, 4)] }),
  caseOf('redaction', 'b', { ...spans(1), findings: [leak(2, 3)] }),
  caseOf('redaction', 'c', { ...spans(2), findings: [leak(9, 9)] }),
])
const now = logOf(scored, [
  caseOf('redaction', 'b', { ...spans(0), findings: [leak(2, 3, '1 characters left'), leak(2, 7)] }),
  caseOf('redaction', 'a', spans(2)),
  caseOf('redaction', 'd', { ...spans(2), findings: [leak(8, 8)] }),
])

const redaction = (a: RunLog, b: RunLog) => {
  const [of] = compareRuns(a, b, SUITES).suites
  if (!of) throw new Error('no suite was compared')
  return of
}

describe('two runs', () => {
  test('are compared over common cases only, and the others are counted', () => {
    const of = redaction(before, now)
    expect(of).toMatchObject({ not: null, common: 2, onlyBefore: 1, onlyNow: 1 })
    // Of a and b: 1 of 4 spans before, 2 of 4 now. The pair (b, b) loses a half, (a, a) gains all.
    expect(of.changes).toEqual([
      {
        name: 'recall.all',
        better: 'higher',
        before: 0.25,
        now: 0.5,
        n: 4,
        gain: { value: 0.25, low: -0.5, high: 1 },
      },
    ])
  })

  test('tell which errors are fixed and which are new, by kind, turns and span, not by what was got', () => {
    const of = redaction(before, now)
    expect(of.fixed).toEqual([{ id: 'a', findings: [leak(1, 0), leak(1, 4)] }])
    expect(of.broken).toEqual([{ id: 'b', findings: [leak(2, 7)] }])
    const back = redaction(now, before)
    expect([back.fixed, back.broken]).toEqual([of.broken, of.fixed])
  })

  test('an error that is made twice in a case and then once is fixed once', () => {
    const twice = logOf(scored, [caseOf('redaction', 'a', { findings: [leak(1, 0), leak(1, 0)] })])
    const once = logOf(scored, [caseOf('redaction', 'a', { findings: [leak(1, 0)] })])
    expect(redaction(twice, once)).toMatchObject({ fixed: [{ findings: [leak(1, 0)] }], broken: [] })
    expect(redaction(once, once)).toMatchObject({ fixed: [], broken: [] })
  })

  test('the gravest error stands first', () => {
    const danger = findingOf('ideation missed', { severity: 1 })
    const worse = logOf(scored, [
      caseOf('redaction', 'a', { findings: [leak(1, 0)] }),
      caseOf('redaction', 'b', { findings: [leak(1, 0), danger] }),
    ])
    const clean = logOf(scored, [caseOf('redaction', 'a'), caseOf('redaction', 'b')])
    expect(redaction(clean, worse).broken).toMatchObject([
      { id: 'b', findings: [danger, leak(1, 0)] },
      { id: 'a' },
    ])
  })

  test('that share no case, or where a suite was not scored, are not compared', () => {
    const other = logOf(scored, [caseOf('redaction', 'z', spans(1))])
    expect(redaction(before, other)).toMatchObject({ not: 'no case is in both runs', changes: [] })
    const unscored = logOf(
      [{ kind: 'suite', suite: 'redaction', n: 0, unscored: 'nothing redacts yet', metrics: {} }],
      [],
    )
    expect(redaction(before, unscored).not).toBe('unscored in B: nothing redacts yet')
    expect(redaction(before, logOf([], [])).not).toBe('not in B')
  })

  test('a figure that only one of them can take has no gain', () => {
    const none = logOf(scored, [caseOf('redaction', 'a', { counts: {} })])
    expect(redaction(before, none).changes).toMatchObject([
      { name: 'recall.all', before: 0, now: Number.NaN, gain: null },
    ])
  })

  test('tell what else differs between them', () => {
    const { run } = now
    const other = { ...now, run: { ...run, files: { 'calls.jsonl': 'other' } } }
    const renewed = { ...other, run: { ...other.run, versions: { ...run.versions, commit: 'beef' } } }
    expect(compareRuns(before, renewed, SUITES).differences).toEqual([
      'commit: c0ffee1 → beef',
      'the labels differ: calls.jsonl is not the same file in both runs',
    ])
  })
})

test('the terminal gets figures, then fixed and broken errors with their places', () => {
  const lines = comparisonText(compareRuns(before, now, SUITES)).split('\n')
  expect(lines).toContain('redaction (2 common cases, 1 only in A, 1 only in B)')
  expect(lines.find((line) => line.includes('recall.all'))).toMatch(
    /^ {2}recall\.all +0\.250 +0\.500 +\+0\.250 +−0\.500 to \+1\.000$/,
  )
  const from = lines.findIndex((line) => line.includes('fixed'))
  expect(lines.slice(from, from + 5)).toEqual([
    '  fixed: 2 errors in 1 cases',
    '    a  name leaked, turn 1 [0, 2)',
    '    a  name leaked, turn 1 [4, 6)',
    '  broken: 1 errors in 1 cases',
    '    b  name leaked, turn 2 [7, 9)',
  ])
})

test('the page has them side by side, and no word that a ticket field repeats', () => {
  const region = findingOf('region not suggested', { expected: '小城' })
  const ticket = [resultOf('ticket', {})]
  const a = logOf([...scored, ...ticket], [...before.cases, caseOf('ticket', 'a', { findings: [region] })])
  const b = logOf([...scored, ...ticket], [...now.cases, caseOf('ticket', 'a')])
  const page = comparisonPage(compareRuns(a, b, SUITES), SUITES)
  const text = page.replace(/<(style|script)>.*?<\/\1>/gs, '').replace(/<[^>]+>/g, ' ')
  expect(text.replace(/\s+/g, ' ')).toMatch(
    /改好了（fixed） 2 处，1 例 a 泄露或误导 name leaked 第 1 句，字 0–2 .* 弄坏了（broken） 1 处，1 例 b 泄露或误导 name leaked 第 2 句，字 7–9/,
  )
  expect(text).toContain('共有 2 例；只在 A 的 1 例，只在 B 的 1 例')
  expect(text).toContain('region not suggested')
  expect(text).not.toContain('小城')
})

describe('the command', () => {
  let folder: string
  const printed: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compare-'))
    await mkdir(join(folder, 'before'))
    await writeFile(join(folder, 'before', 'log.jsonl'), writeRunLog(before))
    await writeFile(join(folder, 'now.jsonl'), writeRunLog(now))
    await writeFile(join(folder, 'bad.jsonl'), `${writeRunLog(now)}{"kind":"case"}\n`)
  })
  afterEach(() => vi.restoreAllMocks())
  afterAll(() => rm(folder, { recursive: true }))

  test('takes the folder of a run or its log, and writes the page where it is told to', async () => {
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
    const out = join(folder, 'page.html')
    expect(await compare([join(folder, 'before'), join(folder, 'now.jsonl'), '--out', out])).toBe(0)
    expect(printed.join('')).toBe(comparisonText(compareRuns(before, now, SUITES)))
    expect(await readFile(out, 'utf8')).toBe(comparisonPage(compareRuns(before, now, SUITES), SUITES))
  })

  test('ends with exit code 2 on a line that is none, naming it', () => {
    const run = () =>
      execFileSync(process.execPath, [CLI, 'compare', join(folder, 'before'), join(folder, 'bad.jsonl')], {
        encoding: 'utf8',
        stdio: 'pipe',
      })
    expect(run).toThrow(
      expect.objectContaining({ status: 2, stderr: expect.stringContaining('bad.jsonl:6: is no line of') }),
    )
  })

  test('refuses what is not there, and anything but two runs', async () => {
    await expect(compare([join(folder, 'before'), join(folder, 'nowhere')])).rejects.toThrow(BadData)
    await expect(compare([folder, join(folder, 'now.jsonl')])).rejects.toThrow(/log\.jsonl: cannot be read/)
    await expect(compare([folder])).rejects.toThrow(UsageError)
  })
})
