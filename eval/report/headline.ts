import type { RunLog, SuiteResult } from '../log/run-log.ts'
import type { Suite } from '../suites/suite.ts'
import { type Change, changesOf, commonCases } from './changes.ts'
import { gainOf } from './gain.ts'
import { type Html, html } from './html.ts'
import { figure } from './number.ts'
import { table } from './page.ts'
import { smallMark } from './small-mark.ts'
import { figureWords, suiteTitle } from './wording.ts'

/** What is missed first: dangers, then leaks, then all the rest. */
const GROUPS = [
  {
    title: '漏掉的危险',
    suites: ['risk', 'summary', 'llm', 'asr'],
    holds:
      /^(\w+\.)?(falseReassurance|(sentences\.)?recall\.(ideation|plan|in_progress)|omissions\.danger|keywordRecall\.risk)$/,
  },
  { title: '泄露的个人信息', suites: ['redaction'], holds: /^(leakedCalls|recall\..+)$/ },
  { title: '其余', suites: null, holds: /./ },
] as const
const REST = GROUPS.length - 1

interface Row {
  readonly suite: string
  readonly name: string
  readonly figure: SuiteResult['metrics'][string]
  readonly change: Change | undefined
  /** Shown at once, or behind a fold. */
  readonly first: boolean
}

/** The table of all figures, what is missed first in front. Suites that were not scored stand in it with their reason. */
export function headlineTable(log: RunLog, suites: readonly Suite[], baseline: RunLog | null): Html {
  const rows = log.suites.flatMap(({ suite, metrics }) => {
    const known = suites.find(({ name }) => name === suite)
    const changes = baseline && known ? changesOf(known, commonCases(suite, baseline, log)) : ([] as Change[])
    return Object.entries(metrics).map(
      ([name, figure]): Row => ({
        suite,
        name,
        figure,
        change: changes.find((one) => one.name === name),
        first: isMissedFirst(suite, name) || (known?.headline.includes(name) ?? true),
      }),
    )
  })
  const lowerIsBetter = (suite: string, name: string) =>
    suites.find((one) => one.name === suite)?.metrics.find((one) => one.name === name)?.better === 'lower'
  const head = html`<th>指标</th><th class="r">值</th><th>95 % 区间</th><th class="r">n</th>${
    baseline ? html`<th class="r">比基线（正为好）</th>` : null
  }<th>备注</th>`
  const line = (row: Row) => figureRow(row, lowerIsBetter(row.suite, row.name), baseline !== null)

  return html`${GROUPS.map(({ title }, group) => {
    const unscored = log.suites.filter((one) => one.unscored && groupOf(one.suite, '') === group)
    const here = rows.filter(({ suite, name }) => groupOf(suite, name) === group)
    if (here.length + unscored.length === 0) return null
    const folded = here.filter(({ first }) => !first)
    return html`<h3>${title}</h3>
${unscored.map(
  ({ suite, unscored = '' }) =>
    html`<p class="note wait"><b>${suiteTitle(suite)}</b> 没有评（unscored）：${unscored}</p>`,
)}
${here.length > folded.length ? table(title, head, here.filter(({ first }) => first).map(line)) : null}
${
  folded.length > 0
    ? html`<details><summary>再看 ${folded.length} 项</summary>${table(`${title}，更多`, head, folded.map(line))}</details>`
    : null
}`
  })}`
}

/** Whether a figure says how much danger is missed, or how much leaks. */
export function isMissedFirst(suite: string, name: string): boolean {
  return groupOf(suite, name) < REST
}

function groupOf(suite: string, name: string): number {
  return GROUPS.findIndex(({ suites, holds }) => {
    if (suites === null) return true
    // The first suite of a group is the one that it cannot do without: unscored, it is named there.
    return name === ''
      ? suites[0] === suite
      : (suites as readonly string[]).includes(suite) && holds.test(name)
  })
}

function figureRow({ suite, name, figure: of, change }: Row, lower: boolean, compared: boolean): Html {
  return html`<tr>
<th scope="row"><code>${suite} ${name}</code><span class="meta">${figureWords(name)}${lower ? '（越低越好）' : null}</span></th>
<td class="r"><b>${figure(of.value)}</b></td>
<td class="interval">${track(of)}<span>${figure(of.low)} – ${figure(of.high)}</span></td>
<td class="r">${of.n}</td>
${compared ? html`<td class="r">${gainOf(change)}</td>` : null}
<td>${smallMark(of.n)}</td>
</tr>`
}

/** Where value and interval lie between 0 and 1. */
function track({ value, low, high }: Row['figure']): Html | null {
  if (low === null || high === null || Math.max(value, high) > 1 || Math.min(value, low) < 0) return null
  const x = (share: number) => (2 + 96 * share).toFixed(1)
  return html`<svg class="track" viewBox="0 0 100 12" aria-hidden="true"><path class="axis" d="M2 6H98"/><path class="range" d="M${x(low)} 6H${x(high)}"/><circle cx="${x(value)}" cy="6" r="3.5"/></svg>`
}
