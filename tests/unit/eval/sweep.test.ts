import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { sweep } from '../../../eval/commands/sweep.ts'
import { UsageError } from '../../../eval/commands/usage-error.ts'
import type { LabelledCall, RiskLabel } from '../../../eval/labels/labelled-call.ts'
import { type DetectorSweep, sweepsOf } from '../../../eval/report/operating-points.ts'
import { sweepPage } from '../../../eval/report/sweep-page.ts'
import { sweepText } from '../../../eval/report/sweep-text.ts'
import { Thresholds, writeThresholds } from '../../../eval/report/thresholds.ts'
import { runSuites } from '../../../eval/run-suites.ts'
import type { Solver } from '../../../eval/solvers/solver.ts'
import { SUITES } from '../../../eval/suites/registry.ts'
import { callOf, datasetOf } from './labelled.ts'
import { caseOf, logOf } from './logged.ts'

const claim = (confidence: number, correct: boolean, detector = 'risk.plan') => ({
  detector,
  confidence,
  correct,
})
const sought = (foundAt: number | null, detector = 'risk.plan') => ({ detector, foundAt })
const only = (sweeps: readonly DetectorSweep[]) => {
  if (sweeps.length !== 1) throw new Error(`${sweeps.length} detectors were swept`)
  return sweeps[0] as DetectorSweep
}

/** Four claims, of which three are right; five labelled things, of which three are found. */
const cases = [
  caseOf('risk', 'a', {
    claims: [claim(0.9, true), claim(0.4, false)],
    sought: [sought(0.9), sought(null)],
  }),
  caseOf('risk', 'b', {
    claims: [claim(0.6, true), claim(0.6, true)],
    sought: [sought(0.6), sought(0.6), sought(null)],
  }),
]

describe('operating points, by hand', () => {
  test('precision over the claims that are left, recall over all labelled things', () => {
    const { points, claims, labelled } = only(sweepsOf(cases))
    expect([claims, labelled]).toEqual([4, 5])
    expect(points).toEqual([
      // p = 3/4, r = 3/5: F1 = 2 · 0.45 / 1.35
      expect.objectContaining({ threshold: 0.4, claims: 4, precision: 3 / 4, recall: 3 / 5 }),
      expect.objectContaining({ threshold: 0.6, claims: 3, precision: 1, recall: 3 / 5 }),
      expect.objectContaining({ threshold: 0.9, claims: 1, precision: 1, recall: 1 / 5 }),
    ])
    expect(points[0]?.f1).toBeCloseTo((2 * 0.45) / 1.35)
    expect(points[2]?.f1).toBeCloseTo((2 * 0.2) / 1.2)
  })

  test('between two confidences the upper one counts; above all of them nothing is claimed', () => {
    const { at } = only(sweepsOf(cases))
    expect(at(0.5)).toMatchObject({ claims: 3, precision: 1, recall: 3 / 5 })
    expect(at(0.95)).toMatchObject({ claims: 0, precision: Number.NaN, recall: 0 })
  })

  test('thresholds have three digits, and each lets through what it is named after', () => {
    const claims = [0.57, 0.89971, 0.89979, 0.9].map((confidence) => claim(confidence, true))
    const { points } = only(sweepsOf([caseOf('risk', 'a', { claims })]))
    expect(points.map(({ threshold, claims }) => [threshold, claims])).toEqual([
      [0.57, 4],
      [0.899, 3],
      [0.9, 1],
    ])
  })

  test('a detector that claimed nothing is there with what it missed', () => {
    const blind = [caseOf('risk', 'a', { sought: [sought(null)] })]
    expect(only(sweepsOf(blind))).toMatchObject({ claims: 0, labelled: 1, points: [] })
    expect(sweepText(sweepsOf(blind), {})).toContain('risk.plan (no claim, 1 labelled): nothing to sweep')
  })

  test('what a language model adds is told apart from the rules alone', () => {
    const both = [...cases, caseOf('llm', 'risk/a', { claims: [claim(0.8, true)], sought: [sought(0.8)] })]
    expect(sweepsOf(both).map(({ detector, labelled }) => [detector, labelled])).toEqual([
      ['risk.plan', 5],
      ['llm.risk.plan', 1],
    ])
  })
})

describe('what the suites say of each labelled thing', () => {
  const soughtIn = async (suite: string, call: LabelledCall, solver: Solver) => {
    const suites = SUITES.filter(({ name }) => name === suite)
    const { cases } = await runSuites(suites, datasetOf({ calls: [call] }), solver, { data: '', jobs: 1 })
    return cases[0]?.sought
  }
  const named = callOf(['C 我叫王小禾'], { pii: [{ turn: 0, start: 2, end: 5, type: 'name' }] })
  const redacting = (...stretches: [number, number, number, 'name' | 'org'][]): Solver => ({
    name: 'planted',
    redact: async () => [
      stretches.map(([start, end, confidence, type]) => ({ start, end, confidence, type })),
    ],
  })

  test.each([
    ['one stretch over it: its confidence', redacting([1, 6, 0.7, 'name']), 0.7],
    ['two halves: found only as long as both are', redacting([2, 4, 0.9, 'name'], [4, 5, 0.4, 'name']), 0.4],
    ['two over each other: the surer one', redacting([2, 5, 0.5, 'name'], [2, 5, 0.8, 'name']), 0.8],
    ['a character left over', redacting([2, 4, 0.9, 'name']), null],
    ['another detector over it: not its own doing', redacting([2, 5, 0.9, 'org']), null],
    ['nothing', redacting(), null],
  ])('redaction, %s', async (_, solver, foundAt) => {
    expect(await soughtIn('redaction', named, solver)).toEqual([{ detector: 'redaction.name', foundAt }])
  })

  test('risk: shown with a confidence, shown without one, not shown', async () => {
    const present: RiskLabel = { asked: [], answer: 'yes', evidence: [0] }
    const call = callOf(['C 嗯'], {
      risk: {
        ideation: present,
        plan: present,
        means: present,
        timing: { asked: [], answer: 'no', evidence: [0] },
      },
    })
    const item = { asked: [], state: 'affirmed', evidence: [0] } as const
    const solver: Solver = {
      name: 'planted',
      risk: async () => ({ own: { ideation: { ...item, confidence: 0.6 }, plan: item }, thirdParty: {} }),
    }
    expect(await soughtIn('risk', call, solver)).toEqual([
      { detector: 'risk.ideation', foundAt: 0.6 },
      { detector: 'risk.plan', foundAt: 1 },
      { detector: 'risk.means', foundAt: null },
    ])
  })

  test('special callers and ticket fields: each label by itself', async () => {
    const call = callOf(['C 嗯'], {
      special: ['minor', 'chat'],
      ticket: {
        emotions: [
          { value: '焦虑烦躁', evidence: [] },
          { value: '愤怒', evidence: [] },
        ],
      },
    })
    const solver: Solver = {
      name: 'planted',
      special: async () => [{ kind: 'minor', turn: 0, confidence: 0.8 }],
      ticket: async () => ({
        emotions: [
          { value: '愤怒', evidence: [], confidence: 0.3 },
          { value: '愤怒', evidence: [], confidence: 0.5 },
          { value: '恐惧', evidence: [], confidence: 0.9 },
        ],
      }),
    }
    expect(await soughtIn('special', call, solver)).toEqual([
      { detector: 'special.minor', foundAt: 0.8 },
      { detector: 'special.chat', foundAt: null },
    ])
    expect(await soughtIn('ticket', call, solver)).toEqual([
      { detector: 'ticket.emotions', foundAt: null },
      { detector: 'ticket.emotions', foundAt: 0.5 },
    ])
  })
})

describe('what is shown', () => {
  test('a table for each detector, the chosen threshold in it, and what cannot be seen', () => {
    const text = sweepText(sweepsOf(cases), { 'risk.plan': 0.5 })
    expect(text.split('\n').slice(0, 6)).toEqual([
      'risk.plan (4 claims, 5 labelled; fewer than 30, so the figures say little)',
      '  threshold  precision    recall        F1        n',
      '      0.400      0.750     0.600     0.667        4',
      '      0.500      1.000     0.600     0.750        3   chosen',
      '      0.600      1.000     0.600     0.750        3',
      '      0.900      1.000     0.200     0.333        1',
    ])
    expect(text).toContain("below the product's own floor")
  })

  test('of many thresholds some are printed, the lowest and the highest among them', () => {
    const claims = Array.from({ length: 100 }, (_, i) => claim((i + 1) / 100, true))
    const rows = sweepText(sweepsOf([caseOf('risk', 'a', { claims })]), {}).match(/^ +[\d.]+ .*$/gm) ?? []
    expect(rows).toHaveLength(12)
    expect(rows[0]).toMatch(/^ +0\.010 /)
    expect(rows.at(-1)).toMatch(/^ +1\.000 /)
  })

  test('the page draws it, and says the same of the floor', () => {
    const page = sweepPage(logOf([], cases), sweepsOf(cases), { 'risk.plan': 0.6 })
    expect(page).toContain('产品自己的下限以下，这里看不见')
    const rows = page
      .slice(page.indexOf('<tbody>'))
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
    expect(rows).toContain(
      '0.400 0.750 0.600 0.667 4 0.600 1.000 0.600 0.750 3 选定 0.900 1.000 0.200 0.333 1',
    )
    expect(page.match(/role="img" aria-label="risk\.plan：/g)).toHaveLength(2)
  })
})

describe('the command', () => {
  let folder: string
  let data: string
  const call = callOf(['R 您好怎么称呼', 'C 我叫王小明电话是幺三八零零幺三八零零零'], {
    pii: [
      { turn: 1, start: 2, end: 5, type: 'name' },
      { turn: 1, start: 8, end: 19, type: 'phone' },
    ],
  })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sweep-'))
    data = join(folder, 'calls.jsonl')
    await writeFile(
      data,
      `${JSON.stringify(call)}\n${JSON.stringify({ ...call, id: 'x2', split: 'test' })}\n`,
    )
  })
  afterEach(() => vi.restoreAllMocks())
  afterAll(() => rm(folder, { recursive: true }))

  const swept = async (...args: string[]) => {
    const printed: string[] = []
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
    expect(await sweep(['redaction', '--data', data, ...args])).toBe(0)
    return printed.join('')
  }

  test('sweeps what the product claims, and keeps the thresholds that a person chose', async () => {
    const out = join(folder, 'out')
    const text = await swept('--split', 'dev', '--out', out, '--choose', 'redaction.phone=0.25')
    expect(text).toMatch(/^redaction\.phone \(\d+ claims, 1 labelled/m)
    expect(text).toMatch(/^ +0\.250 .*chosen$/m)
    expect(Thresholds.parse(parse(await readFile(join(out, 'thresholds.yaml'), 'utf8')))).toEqual({
      version: 1,
      thresholds: { 'redaction.phone': 0.25 },
    })
    expect(await readFile(join(out, 'sweep.html'), 'utf8')).toContain('redaction.phone')
  })

  test('chooses nothing on the split that only measures, nor for a detector that nobody saw', async () => {
    const out = join(folder, 'refused')
    await expect(swept('--out', out, '--choose', 'redaction.phone=0.25')).rejects.toThrow(/split test/)
    await expect(swept('--split', 'dev', '--out', out, '--choose', 'redaction.plate=0.2')).rejects.toThrow(
      'no claim of redaction.plate was seen',
    )
    await expect(readFile(join(out, 'thresholds.yaml'))).rejects.toThrow('ENOENT')
  })

  test.each([
    [['--choose', 'redaction.name=0.5'], /--out/],
    [['--choose', 'redaction.name', '--out', 'o'], /DETECTOR=THRESHOLD/],
    [['--choose', 'redaction.name=1.5', '--out', 'o'], /0 to 1/],
    [['--choose', 'a=0.1', '--choose', 'a=0.2', '--out', 'o'], /once/],
    [['--split', 'train'], /dev or test/],
    [['nonsense'], /no suite is called nonsense/],
  ])('refuses %j', async (args, reason) => {
    await expect(sweep(args)).rejects.toThrow(UsageError)
    await expect(sweep(args)).rejects.toThrow(reason)
  })
})

test('thresholds.yaml holds a version and shares, nothing else', () => {
  expect(writeThresholds({ 'risk.plan': 0.6 })).toBe('version: 1\nthresholds:\n  risk.plan: 0.6\n')
  expect(Thresholds.safeParse({ version: 1, thresholds: { a: 2 } }).success).toBe(false)
  expect(Thresholds.safeParse({ version: 2, thresholds: {} }).success).toBe(false)
  expect(Thresholds.safeParse({ version: 1, thresholds: {}, more: 1 }).success).toBe(false)
})
