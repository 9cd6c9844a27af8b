import type { RunLog } from '../log/run-log.ts'
import { across, linePath, squareChart, up } from './chart.ts'
import { type Html, html } from './html.ts'
import { figure, SMALL } from './number.ts'
import { type DetectorSweep, familyOf, type OperatingPoint, spread } from './operating-points.ts'
import { pageOf, table } from './page.ts'
import { smallMark } from './small-mark.ts'
import type { Thresholds } from './thresholds.ts'
import { when } from './when.ts'
import { suiteTitle } from './wording.ts'

/** So many thresholds stand in a table; the curves have them all. */
const LISTED = 40

/** The sweep as a page: of each detector what precision and recall do over thresholds, drawn and in figures. */
export function sweepPage(
  log: RunLog,
  sweeps: readonly DetectorSweep[],
  chosen: Thresholds['thresholds'],
): string {
  return pageOf({
    title: '门限与得失',
    facts: [log.run.solver, when(log), `代码 ${log.run.versions.commit}`],
    lead: html`<div class="lead note"><p>门限以下的判断不要，会少错多少、多漏多少。召回只算这个检测器自己找到的；精确不分对上的是哪一类。不足 ${SMALL} 个的，数字不可靠。</p>
<p><b>产品自己的下限以下，这里看不见：</b>检测器先丢掉的判断不在日志里。表里最低的门限再往下，什么也不知道，召回也高不过第一行。</p></div>`,
    sections: [...Map.groupBy(sweeps, ({ detector }) => familyOf(detector))].map(([family, own]) => ({
      id: family,
      title: suiteTitle(family),
      about: `${own.length} 个检测器`,
      body: own.map((sweep) => drawn(sweep, chosen[sweep.detector])),
    })),
  })
}

function drawn(sweep: DetectorSweep, chosen: number | undefined): Html {
  const { detector, points, claims, labelled } = sweep
  const title = html`<h3 id="${detector}"><code>${detector}</code> <span class="meta">${claims} 个判断，标注 ${labelled} 个</span> ${smallMark(Math.min(claims, labelled))}</h3>`
  if (claims === 0) return html`${title}<p class="note wait">没有判断，没有可调的。</p>`
  const rows = [...spread(points, LISTED)]
  const mine = chosen === undefined ? null : sweep.at(chosen)
  if (mine && !rows.some(({ threshold }) => threshold === chosen)) rows.push(mine)
  rows.sort((a, b) => a.threshold - b.threshold)
  const line = (x: keyof OperatingPoint, y: keyof OperatingPoint) =>
    linePath(
      points.filter((point) => !Number.isNaN(point[x] + point[y])).map((point) => [point[x], point[y]]),
    )
  return html`${title}
<div class="sweep"><div><p class="key"><span><svg class="chart" viewBox="0 0 24 8" aria-hidden="true"><path class="line" d="M0 4H24"/></svg> 精确</span><span><svg class="chart" viewBox="0 0 24 8" aria-hidden="true"><path class="line other" d="M0 4H24"/></svg> 召回</span></p>${squareChart(
    `${detector}：门限从 ${figure(points[0]?.threshold ?? null)} 到 ${figure(points.at(-1)?.threshold ?? null)} 的精确与召回`,
    '门限',
    '比例',
    html`<path class="line" d="${line('threshold', 'precision')}"/><path class="line other" d="${line('threshold', 'recall')}"/>${
      mine ? html`<path class="even" d="M${across(mine.threshold)} ${up(0)}V${up(1)}"/>` : null
    }`,
  )}</div><div><p class="key"><span>每个门限一点，越靠右上越好</span></p>${squareChart(
    `${detector}：精确对召回`,
    '召回',
    '精确',
    html`<path class="line" d="${line('recall', 'precision')}"/>${
      mine && !Number.isNaN(mine.recall + mine.precision)
        ? html`<circle class="dot" cx="${across(mine.recall)}" cy="${up(mine.precision)}" r="5"/>`
        : null
    }`,
  )}</div>
${table(
  `${detector} 的门限`,
  html`<th class="r">门限</th><th class="r">精确</th><th class="r">召回</th><th class="r">F1</th><th class="r">n</th><th></th>`,
  rows.map(
    (point) =>
      html`<tr><td class="r">${figure(point.threshold)}</td><td class="r">${figure(point.precision)}</td><td class="r">${figure(point.recall)}</td><td class="r">${figure(point.f1)}</td><td class="r">${point.claims}</td><td>${
        point.threshold === chosen ? html`<span class="tag person">选定</span>` : null
      }</td></tr>`,
  ),
)}</div>`
}
