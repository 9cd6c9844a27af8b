import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { BadData } from '../labels/bad-data.ts'

const Figure = z.object({
  value: z.number(),
  n: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

const Run = z.object({
  kind: z.literal('run'),
  at: z.iso.datetime(),
  solver: z.string(),
  data: z.string(),
  files: z.record(z.string(), z.string()),
  versions: z.object({
    commit: z.string(),
    rules: z.string(),
    lexicons: z.string(),
    models: z.record(z.string(), z.string()),
  }),
  machine: z.object({ cpu: z.string(), cores: z.int(), node: z.string() }),
})
export type Run = z.infer<typeof Run>

const SuiteResult = z.object({
  kind: z.literal('suite'),
  suite: z.string(),
  n: z.int(),
  unscored: z.string().optional(),
  metrics: z.record(z.string(), Figure),
})
export type SuiteResult = z.infer<typeof SuiteResult>

const Finding = z.object({
  what: z.string(),
  severity: z.literal([1, 2, 3]),
  turns: z.array(z.int()),
  expected: z.string(),
  got: z.string(),
  span: z.object({ start: z.int(), end: z.int() }).optional(),
})
const LoggedCase = z.object({
  kind: z.literal('case'),
  suite: z.string(),
  id: z.string(),
  slices: z.record(z.string(), z.string()),
  counts: z.record(z.string(), z.number()),
  samples: z.record(z.string(), z.array(z.number())),
  findings: z.array(Finding),
  claims: z.array(z.object({ detector: z.string(), confidence: z.number(), correct: z.boolean() })),
  sought: z.array(z.object({ detector: z.string(), foundAt: z.number().nullable() })).default([]),
  confusions: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))),
})
export type LoggedCase = z.infer<typeof LoggedCase>

/** One line of `log.jsonl`: the run, then of each suite its result and every case. None of them holds a word that was said. */
const LogLine = z.discriminatedUnion('kind', [Run, SuiteResult, LoggedCase])

/** A whole run as its log tells it. */
export interface RunLog {
  readonly run: Run
  readonly suites: readonly SuiteResult[]
  readonly cases: readonly LoggedCase[]
}

export function writeRunLog({ run, suites, cases }: RunLog): string {
  const lines = [
    run,
    ...suites.flatMap((suite) => [suite, ...cases.filter((one) => one.suite === suite.suite)]),
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** Reads a `log.jsonl`. Throws `BadData` with file and line where it is none. */
export async function readRunLog(file: string): Promise<RunLog> {
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new BadData([{ file, line: 0, reason: `cannot be read (${code})` }])
  })
  const lines = text.split('\n').flatMap((json, i) => {
    if (json.trim() === '') return []
    const parsed = LogLine.safeParse(parseJson(json))
    if (!parsed.success) throw new BadData([{ file, line: i + 1, reason: 'is no line of an evaluation log' }])
    return parsed.data
  })
  const run = lines.find((line) => line.kind === 'run')
  if (!run) throw new BadData([{ file, line: 0, reason: 'has no line about the run' }])
  return {
    run,
    suites: lines.filter((line) => line.kind === 'suite'),
    cases: lines.filter((line) => line.kind === 'case'),
  }
}

/** `summary.json`: the figures of each suite, and what they were taken of. */
export function summaryOf({ run, suites }: RunLog): unknown {
  return {
    suites: Object.fromEntries(
      suites.map(({ suite, n, unscored, metrics }) => [suite, { n, ...(unscored && { unscored }), metrics }]),
    ),
    versions: run.versions,
    machine: run.machine,
    data: run.data,
    files: run.files,
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
