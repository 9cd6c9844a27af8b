import { type Html, html, type Part } from './html.ts'

const SIDE = 180
const LEFT = 34
const TOP = 10
const TICKS = [0, 0.5, 1]

/** Where a share from 0 to 1 lies in a chart. */
export const across = (share: number) => Number((LEFT + SIDE * share).toFixed(1))
export const up = (share: number) => Number((TOP + SIDE * (1 - share)).toFixed(1))

/** A square from 0 to 1 both ways. `label` says in words what is to be seen; the axes are named. */
export function squareChart(label: string, x: string, y: string, marks: Part): Html {
  return html`<svg class="chart" viewBox="0 0 ${LEFT + SIDE + 14} ${TOP + SIDE + 40}" role="img" aria-label="${label}">
${TICKS.map(
  (
    tick,
  ) => html`<path class="grid" d="M${across(0)} ${up(tick)}H${across(1)}M${across(tick)} ${up(0)}V${up(1)}"/>
<text x="${across(0) - 6}" y="${up(tick) + 4}" text-anchor="end">${tick}</text>
<text x="${across(tick)}" y="${up(0) + 16}" text-anchor="middle">${tick}</text>`,
)}
<text x="${across(0.5)}" y="${up(0) + 33}" text-anchor="middle">${x}</text>
<text transform="translate(9 ${up(0.5)}) rotate(-90)" text-anchor="middle">${y}</text>
${marks}</svg>`
}

/** A line through points, each `[x, y]` from 0 to 1. */
export function linePath(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${across(x)} ${up(y)}`).join('')
}
