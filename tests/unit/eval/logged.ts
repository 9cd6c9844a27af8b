import type { LoggedCase, RunLog, SuiteResult } from '../../../eval/log/run-log.ts'
import type { LoggedFinding } from '../../../eval/report/shown-words.ts'

/** A case of a hand-made log; nothing in it but what is given. */
export function caseOf(suite: string, id: string, parts: Partial<LoggedCase> = {}): LoggedCase {
  return {
    kind: 'case',
    suite,
    id,
    slices: {},
    counts: {},
    samples: {},
    findings: [],
    claims: [],
    sought: [],
    confusions: {},
    ...parts,
  }
}

export function findingOf(what: string, parts: Partial<LoggedFinding> = {}): LoggedFinding {
  return { what, severity: 3, turns: [], expected: 'this', got: 'that', ...parts }
}

/** A figure as `[value, n, low, high]`. */
export function resultOf(
  suite: string,
  figures: Record<string, [value: number, n: number, low: number, high: number]>,
): SuiteResult {
  return {
    kind: 'suite',
    suite,
    n: 10,
    metrics: Object.fromEntries(
      Object.entries(figures).map(([name, [value, n, low, high]]) => [name, { value, n, low, high }]),
    ),
  }
}

export function logOf(suites: readonly SuiteResult[], cases: readonly LoggedCase[]): RunLog {
  return {
    run: {
      kind: 'run',
      at: '2026-11-22T10:30:00.000Z',
      solver: 'planted',
      data: 'planted set',
      files: { 'calls.jsonl': 'abc123' },
      versions: { commit: 'c0ffee1', rules: 'r1', lexicons: 'l1', models: { lac: 'm1' } },
      machine: { cpu: 'some', cores: 2, node: 'v24.0.0' },
    },
    suites,
    cases,
  }
}
