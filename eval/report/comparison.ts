import type { RunLog } from '../log/run-log.ts'
import type { Suite } from '../suites/suite.ts'
import { type Change, type CommonCases, changesOf, commonCases } from './changes.ts'
import type { LoggedFinding } from './shown-words.ts'

/** A case with the errors that only one of two runs makes in it. */
export interface MovedCase {
  readonly id: string
  readonly findings: readonly LoggedFinding[]
}

/** A suite in two runs. */
export interface ComparedSuite {
  readonly suite: string
  /** Why there is nothing to compare. */
  readonly not: string | null
  readonly common: number
  readonly onlyBefore: number
  readonly onlyNow: number
  readonly changes: readonly Change[]
  /** Errors of the earlier run that the later one no longer makes, and the other way round. */
  readonly fixed: readonly MovedCase[]
  readonly broken: readonly MovedCase[]
}

export interface Comparison {
  readonly before: RunLog
  readonly now: RunLog
  /** What else differs between the two than the program's answers, or may explain them. */
  readonly differences: readonly string[]
  readonly suites: readonly ComparedSuite[]
}

/** Two runs side by side, over the cases that both of them scored. */
export function compareRuns(before: RunLog, now: RunLog, suites: readonly Suite[]): Comparison {
  const names = [...new Set([before, now].flatMap((log) => log.suites.map(({ suite }) => suite)))]
  return {
    before,
    now,
    differences: differences(before, now),
    suites: names.map((name) => {
      const common = commonCases(name, before, now)
      const known = suites.find((suite) => suite.name === name)
      return {
        suite: name,
        not: whyNot(name, before, now, common, known),
        common: common.now.length,
        onlyBefore: common.onlyBefore,
        onlyNow: common.onlyNow,
        changes: known && common.now.length > 0 ? changesOf(known, common) : [],
        fixed: moved(common, ({ before, now }) => [before, now]),
        broken: moved(common, ({ before, now }) => [now, before]),
      }
    }),
  }
}

function whyNot(
  name: string,
  before: RunLog,
  now: RunLog,
  common: CommonCases,
  known: Suite | undefined,
): string | null {
  for (const [run, log] of [
    ['A', before],
    ['B', now],
  ] as const) {
    const of = log.suites.find(({ suite }) => suite === name)
    if (!of) return `not in ${run}`
    if (of.unscored) return `unscored in ${run}: ${of.unscored}`
  }
  if (common.now.length === 0) return 'no case is in both runs'
  return known ? null : 'no suite of this program has this name, so its figures cannot be taken again'
}

/** The errors of each common case that the one run makes and the other does not, the gravest first. */
function moved(
  { before, now }: CommonCases,
  inOrder: (runs: {
    before: readonly LoggedFinding[]
    now: readonly LoggedFinding[]
  }) => [readonly LoggedFinding[], readonly LoggedFinding[]],
): MovedCase[] {
  return now
    .flatMap((one, i) => {
      const [made, other] = inOrder({ before: before[i]?.findings ?? [], now: one.findings })
      const left = other.map(identity)
      const findings = made.filter((finding) => {
        const at = left.indexOf(identity(finding))
        // The same error may be made twice in a case: each answers for one.
        if (at >= 0) left.splice(at, 1)
        return at < 0
      })
      return findings.length > 0
        ? { id: one.id, findings: findings.sort((a, b) => a.severity - b.severity) }
        : []
    })
    .sort((a, b) => (a.findings[0]?.severity ?? 0) - (b.findings[0]?.severity ?? 0))
}

/** What makes an error of one run the same as one of another, within a case: not what was got, which may differ. */
function identity({ what, turns, span }: LoggedFinding): string {
  return JSON.stringify([what, turns, span?.start, span?.end])
}

function differences(before: RunLog, now: RunLog): string[] {
  const lines: string[] = []
  const tell = (what: string, a: string | undefined, b: string | undefined) => {
    if (a !== b) lines.push(`${what}: ${a ?? 'none'} → ${b ?? 'none'}`)
  }
  const [a, b] = [before.run, now.run]
  tell('solver', a.solver, b.solver)
  tell('commit', a.versions.commit, b.versions.commit)
  tell('rules', a.versions.rules, b.versions.rules)
  tell('lexicons', a.versions.lexicons, b.versions.lexicons)
  for (const model of new Set([...Object.keys(a.versions.models), ...Object.keys(b.versions.models)]))
    tell(`model ${model}`, a.versions.models[model], b.versions.models[model])
  for (const file of new Set([...Object.keys(a.files), ...Object.keys(b.files)]))
    if (a.files[file] !== b.files[file])
      lines.push(`the labels differ: ${file} is not the same file in both runs`)
  return lines
}
