import type { LoggedCase, RunLog } from '../log/run-log.ts'
import { type Figure, withIntervals } from '../metrics/bootstrap.ts'
import { SEED } from '../run-suites.ts'
import type { Suite } from '../suites/suite.ts'
import { type Html, html } from './html.ts'
import { narrowed } from './narrowed.ts'
import { figure, SMALL } from './number.ts'
import { table } from './page.ts'
import { figureWords, suiteTitle } from './wording.ts'

/** Slices of fewer cases stand behind a fold: they say hardly anything. */
const FEW_CASES = 10

/** The headline figures of each suite, slice by slice: whom it serves less well. */
export function sliceTables(log: RunLog, suites: readonly Suite[]): Html | null {
  const tables = suites.flatMap((suite) => {
    const cases = log.cases.filter((one) => one.suite === suite.name)
    return cases.length > 0 ? sliceTable(suite, cases) : []
  })
  if (tables.length === 0) return null
  return html`<p class="note">每格：值，95 % 区间，n。标“少”的不足 ${SMALL} 个，只能当线索。</p>${tables}`
}

function sliceTable({ name, metrics, headline }: Suite, cases: readonly LoggedCase[]): Html {
  const shown = metrics.filter((metric) => headline.includes(metric.name))
  const head = html`<th>切片</th><th class="r">样本</th>${shown.map(
    (metric) =>
      html`<th class="r"><code>${metric.name}</code> <span class="meta">${figureWords(metric.name)}</span></th>`,
  )}<th>错例</th>`
  const row = ([slice, within]: readonly [string, readonly LoggedCase[]]) => {
    const figures = withIntervals(shown, narrowed(shown, within), SEED)
    const wrong = within.filter(({ findings }) => findings.length > 0).length
    return html`<tr><th scope="row">${slice}</th><td class="r">${within.length}</td>${shown.map((metric) =>
      cell(figures[metric.name]),
    )}<td>${
      wrong > 0
        ? html`<a class="ref" href="#cases" data-suite="${name}" data-slice="${slice}">${wrong} 例</a>`
        : '无'
    }</td></tr>`
  }
  const slices = [...slicesIn(cases)]
  const few = slices.filter(([, within]) => within.length < FEW_CASES)
  const label = `${suiteTitle(name)}，按切片`
  return html`<h3>${suiteTitle(name)}</h3>${table(label, head, slices.filter((slice) => !few.includes(slice)).map(row))}${
    few.length > 0
      ? html`<details><summary>另有 ${few.length} 个切片，样本不足 ${FEW_CASES}</summary>${table(`${label}，样本很少的`, head, few.map(row))}</details>`
      : null
  }`
}

function cell(of: Figure | undefined): Html {
  if (!of) return html`<td class="r meta">没有可算的</td>`
  const few = of.n < SMALL ? html` <span class="tag wait">少</span>` : null
  return html`<td class="r"><b>${figure(of.value)}</b> <span class="meta">${figure(of.low)} – ${figure(of.high)}，n = ${of.n}</span>${few}</td>`
}

/** The cases of every slice, `name: value`, values of one name beside each other. */
export function slicesIn(cases: readonly LoggedCase[]): Map<string, LoggedCase[]> {
  const found = new Map<string, LoggedCase[]>()
  for (const name of new Set(cases.flatMap(({ slices }) => Object.keys(slices))))
    for (const [value, within] of [...Map.groupBy(cases, ({ slices }) => slices[name])].sort())
      if (value !== undefined) found.set(`${name}: ${value}`, within)
  return found
}
