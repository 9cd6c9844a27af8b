import type { Dataset } from '../labels/load-dataset.ts'
import type { RunLog } from '../log/run-log.ts'
import type { Suite } from '../suites/suite.ts'
import { confusionMatrices } from './confusions.ts'
import { errorCases } from './error-cases.ts'
import { headlineTable } from './headline.ts'
import { type Html, html } from './html.ts'
import { SMALL } from './number.ts'
import { pageOf, type Section } from './page.ts'
import { reliability } from './reliability.ts'
import { shownWords, type WordsPolicy } from './shown-words.ts'
import { sliceTables } from './slices.ts'
import { when } from './when.ts'

/** Everything that a report tells of a run. */
export interface Told {
  readonly log: RunLog
  readonly suites: readonly Suite[]
  readonly dataset: Dataset
  readonly words: WordsPolicy
  /** The path that was given with `--data`. */
  readonly data: string | undefined
  readonly baseline: RunLog | null
  /** One line for each gate that was not passed; null where none was asked for. */
  readonly failedGates: readonly string[] | null
}

/** `report.html`: what is missed first, then everything that explains it, down to each error case. */
export function reportOf({ log, suites, dataset, words, data, baseline, failedGates }: Told): string {
  const sections: (Omit<Section, 'body'> & { body: Html | null })[] = [
    {
      id: 'figures',
      title: '先看漏掉的',
      about: `n 是数了多少个，不足 ${SMALL} 个的标出来；区间按来电重抽得来`,
      body: headlineTable(log, suites, baseline),
    },
    {
      id: 'confusions',
      title: '错成了什么',
      about: '混淆矩阵',
      body: confusionMatrices(log.cases),
    },
    {
      id: 'reliability',
      title: '把握准不准',
      about: '把握按十分之一分段',
      body: reliability(log.cases),
    },
    { id: 'slices', title: '对谁差一些', about: '按切片', body: sliceTables(log, suites) },
    {
      id: 'cases',
      title: '每一个错例',
      about: '重的在前；虚线框是系统给的，实线框是人标的',
      body: errorCases(log, shownWords(dataset, words), data),
    },
    { id: 'made-with', title: '怎么测的', body: madeWith(log) },
  ]
  return pageOf({
    title: '评测报告',
    facts: [log.run.solver, when(log), `代码 ${log.run.versions.commit}`],
    lead: html`${gates(failedGates)}${baseline ? html`<p class="lead meta">基线：${when(baseline)}，代码 ${baseline.run.versions.commit}</p>` : null}`,
    sections: sections.map(({ body, ...section }) => ({
      ...section,
      body: body ?? html`<p class="note">没有可说的。</p>`,
    })),
    scripts: ['cases.js'],
  })
}

function gates(failed: readonly string[] | null): Html {
  if (failed === null) return html`<p class="lead note">这一次没有对门槛（gates）。</p>`
  if (failed.length === 0) return html`<p class="lead note">门槛（gates）没有不过的。</p>`
  return html`<div class="lead failed" role="note"><h2>${failed.length} 道门槛没有过（gates failed）</h2><ul>${failed.map(
    (line) => html`<li>${line}</li>`,
  )}</ul></div>`
}

/** What the figures were taken with, so that they can be taken again. */
function madeWith({ run }: RunLog): Html {
  const facts: [string, string][] = [
    ['数据', run.data],
    ...Object.entries(run.files).map(([file, sha]): [string, string] => [file, `sha256 ${sha}`]),
    ['代码', run.versions.commit],
    ['规则', run.versions.rules],
    ['词表', run.versions.lexicons],
    ...Object.entries(run.versions.models).map(([model, card]): [string, string] => [`模型 ${model}`, card]),
    ['机器', `${run.machine.cpu}，${run.machine.cores} 核，Node ${run.machine.node}`],
  ]
  return html`<dl>${facts.map(([what, value]) => html`<div><dt>${what}</dt><dd><code>${value}</code></dd></div>`)}</dl>`
}
