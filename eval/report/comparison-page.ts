import type { Suite } from '../suites/suite.ts'
import type { Change } from './changes.ts'
import type { ComparedSuite, Comparison, MovedCase } from './comparison.ts'
import { gainOf } from './gain.ts'
import { isMissedFirst } from './headline.ts'
import { type Html, html } from './html.ts'
import { figure } from './number.ts'
import { pageOf, table } from './page.ts'
import { withoutWords } from './shown-words.ts'
import { smallMark } from './small-mark.ts'
import { when } from './when.ts'
import { figureWords, severityWord, suiteTitle } from './wording.ts'

/** Two runs as a page. It holds no words that were said: a log does not tell whose they are. */
export function comparisonPage(comparison: Comparison, suites: readonly Suite[]): string {
  const { before, now, differences } = comparison
  return pageOf({
    title: '两次评测的比较',
    facts: [`A ${when(before)}`, `B ${when(now)}`],
    lead: html`<div class="lead note"><p>A：${before.run.data}。B：${now.run.data}。只比两次都有的样本；变化为正是 B 好，区间按来电成对重抽，95 %。</p>${
      differences.length > 0 ? html`<ul>${differences.map((line) => html`<li>${line}</li>`)}</ul>` : null
    }</div>`,
    sections: comparison.suites.map((of) => ({
      id: of.suite,
      title: suiteTitle(of.suite),
      about:
        of.not === null
          ? `共有 ${of.common} 例；只在 A 的 ${of.onlyBefore} 例，只在 B 的 ${of.onlyNow} 例`
          : '没有比',
      body:
        of.not === null
          ? compared(of, suites)
          : html`<p class="note wait">没有比（not compared）：${of.not}</p>`,
    })),
  })
}

function compared({ suite, changes, fixed, broken }: ComparedSuite, suites: readonly Suite[]): Html {
  const headline = suites.find(({ name }) => name === suite)?.headline ?? []
  const first = changes.filter(
    ({ name, gain }) => isMissedFirst(suite, name) || headline.includes(name) || isTold(gain),
  )
  const rest = changes.filter((change) => !first.includes(change))
  const head = html`<th>指标</th><th class="r">A</th><th class="r">B</th><th class="r">变化（正为好）</th><th class="r">n</th><th>备注</th>`
  return html`${first.length > 0 ? table(`${suite} 的指标`, head, first.map(changeRow)) : null}${
    rest.length > 0
      ? html`<details><summary>再看 ${rest.length} 项，都分不出好坏</summary>${table(`${suite} 的其余指标`, head, rest.map(changeRow))}</details>`
      : null
  }
<div class="beside">${movedList('改好了（fixed）', fixed)}${movedList('弄坏了（broken）', broken)}</div>`
}

/** Whether an interval leaves no doubt about better or worse. */
function isTold(gain: Change['gain']): boolean {
  return gain !== null && (gain.low > 0 || gain.high < 0)
}

function changeRow(change: Change): Html {
  const { name, better, before, now, n } = change
  return html`<tr>
<th scope="row"><code>${name}</code><span class="meta">${figureWords(name)}${better === 'lower' ? '（越低越好）' : null}</span></th>
<td class="r">${figure(before)}</td><td class="r"><b>${figure(now)}</b></td><td class="r">${gainOf(change)}</td><td class="r">${n}</td><td>${smallMark(n)}</td>
</tr>`
}

function movedList(title: string, cases: readonly MovedCase[]): Html {
  const errors = cases.reduce((sum, { findings }) => sum + findings.length, 0)
  return html`<div><h3>${title} <span class="meta">${errors} 处，${cases.length} 例</span></h3><ul>${cases.map(
    ({ id, findings }) =>
      html`<li><b>${id}</b> ${findings
        .map(withoutWords)
        .map(
          ({ what, severity, turns, span, expected, got }) =>
            html`<div>${severity < 3 ? html`<span class="tag ${severity === 1 ? 'said' : 'wait'}">${severityWord(severity)}</span> ` : null}${what} <span class="meta">${
              turns.length > 0 ? `第 ${turns.join('、')} 句` : null
            }${span ? `，字 ${span.start}–${span.end}` : null}</span> <span class="tag person">${expected}</span> <span class="tag machine">${got}</span></div>`,
        )}</li>`,
  )}</ul></div>`
}
