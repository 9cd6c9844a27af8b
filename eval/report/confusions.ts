import type { LoggedCase } from '../log/run-log.ts'
import { type Html, html } from './html.ts'
import { table } from './page.ts'
import { thingWord } from './wording.ts'

/** The confusion matrices of a run: rows are what the labels say, columns what the system said. */
export function confusionMatrices(cases: readonly LoggedCase[]): Html | null {
  const pairs = new Map<string, (readonly [string, string])[]>()
  for (const { suite, confusions } of cases)
    for (const [name, list] of Object.entries(confusions)) {
      const matrix = `${suite} · ${name}`
      pairs.set(matrix, [...(pairs.get(matrix) ?? []), ...list])
    }
  const matrices = [...pairs].filter(([, list]) => list.length > 0)
  if (matrices.length === 0) return null
  return html`<p class="note">行是标注，列是系统。框住的是两边一致；其余越深，占这一行的比例越大。</p>
${matrices.map(([name, list]) => matrix(name, list))}`
}

function matrix(name: string, pairs: readonly (readonly [string, string])[]): Html {
  const count = new Map<string, number>()
  for (const pair of pairs) count.set(pair.join('\n'), (count.get(pair.join('\n')) ?? 0) + 1)
  const of = (expected: string, got: string) => count.get(`${expected}\n${got}`) ?? 0
  const rows = byCount(pairs.map(([expected]) => expected))
  const columns = [...rows, ...byCount(pairs.map(([, got]) => got)).filter((got) => !rows.includes(got))]
  return html`<h3>${name}</h3>${table(
    name,
    html`<th>标注 ＼ 系统</th>${columns.map((got) => html`<th class="r">${labelled(got)}</th>`)}<th class="r">合计</th>`,
    rows.map((expected) => {
      const total = columns.reduce((sum, got) => sum + of(expected, got), 0)
      return html`<tr><th scope="row">${labelled(expected)}</th>${columns.map((got) => {
        const n = of(expected, got)
        const kind = expected === got ? 'cell same' : 'cell'
        return html`<td class="r ${kind}" style="--share:${Math.round((100 * n) / total)}%">${n || '·'}</td>`
      })}<td class="r">${total}</td></tr>`
    }),
  )}`
}

function byCount(labels: readonly string[]): string[] {
  const counts = [...Map.groupBy(labels, (label) => label)].map(
    ([label, all]) => [label, all.length] as const,
  )
  return counts.sort(([, a], [, b]) => b - a).map(([label]) => label)
}

function labelled(label: string): Html {
  return html`<code>${label}</code> <span class="meta">${thingWord(label)}</span>`
}
