import type { ComparedSuite, Comparison, MovedCase } from './comparison.ts'
import { figure, signed } from './number.ts'
import type { LoggedFinding } from './shown-words.ts'
import { when } from './when.ts'

/** So many cases of each list are printed; the page has them all. */
const PRINTED = 20

/** Two runs as the terminal tells them: figure by figure, then what is mended and what is broken. */
export function comparisonText({ before, now, differences, suites }: Comparison): string {
  const lines = [
    `A  ${when(before)}  ${before.run.data}`,
    `B  ${when(now)}  ${now.run.data}`,
    ...differences.map((line) => `   ${line}`),
    ...suites.flatMap(suiteLines),
  ]
  return `${lines.join('\n')}\n`
}

/** How many cases the figures rest on, and how many only one run has. */
export function commonWords({ common, onlyBefore, onlyNow }: ComparedSuite): string {
  return `${common} common cases, ${onlyBefore} only in A, ${onlyNow} only in B`
}

function suiteLines(of: ComparedSuite): string[] {
  if (of.not !== null) return ['', `${of.suite}: not compared, ${of.not}`]
  return [
    '',
    `${of.suite} (${commonWords(of)})`,
    `  ${'figure'.padEnd(32)} ${'A'.padStart(8)} ${'B'.padStart(8)} ${'gain'.padStart(8)}   95 % interval`,
    ...of.changes.map(({ name, before, now, gain }) => {
      const interval = gain ? `${signed(gain.low)} to ${signed(gain.high)}`.padEnd(18) : 'only in one'
      const verdict = gain ? (gain.low > 0 ? ' better' : gain.high < 0 ? ' worse' : '') : ''
      return `  ${name.padEnd(32)} ${figure(before).padStart(8)} ${figure(now).padStart(8)} ${(gain ? signed(gain.value) : '').padStart(8)}   ${interval}${verdict}`.trimEnd()
    }),
    ...movedLines('fixed', of.fixed),
    ...movedLines('broken', of.broken),
  ]
}

function movedLines(word: string, cases: readonly MovedCase[]): string[] {
  const errors = cases.reduce((sum, { findings }) => sum + findings.length, 0)
  return [
    `  ${word}: ${errors} errors in ${cases.length} cases`,
    ...cases
      .slice(0, PRINTED)
      .flatMap(({ id, findings }) =>
        findings.map((finding) => `    ${id}  ${finding.what}${placeWords(finding)}`),
      ),
    ...(cases.length > PRINTED
      ? [`    and ${cases.length - PRINTED} cases more: --out FILE.html has them all`]
      : []),
  ]
}

function placeWords({ turns, span }: LoggedFinding): string {
  const where = turns.length > 0 ? `, turn ${turns.join(', ')}` : ''
  return `${where}${span ? ` [${span.start}, ${span.end})` : ''}`
}
