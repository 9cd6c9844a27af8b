import type { LoggedCase } from '../log/run-log.ts'
import type { Claim } from '../suites/suite.ts'
import { byDetector } from './by-detector.ts'
import { across, linePath, squareChart, up } from './chart.ts'
import { type Html, html } from './html.ts'
import { figure, SMALL } from './number.ts'
import { table } from './page.ts'
import { smallMark } from './small-mark.ts'

const BINS = 10

/** The claims of a detector whose confidence lies in one tenth. */
export interface Bin {
  readonly n: number
  readonly confidence: number
  readonly correct: number
}

/** Claims by tenth of confidence: how sure they were in the mean, and how many were right. Empty tenths are left out. */
export function binsOf(claims: readonly Claim[]): Bin[] {
  const bins = Array.from({ length: BINS }, (): Claim[] => [])
  for (const claim of claims) bins[Math.min(BINS - 1, Math.floor(claim.confidence * BINS))]?.push(claim)
  return bins
    .filter((bin) => bin.length > 0)
    .map((bin) => ({
      n: bin.length,
      confidence: bin.reduce((sum, { confidence }) => sum + confidence, 0) / bin.length,
      correct: bin.filter(({ correct }) => correct).length / bin.length,
    }))
}

/** Whether confidences mean what they say: a curve for each detector, with its counts. */
export function reliability(cases: readonly LoggedCase[]): Html | null {
  const claims = byDetector(cases, ({ claims }) => claims)
  if (claims.size === 0) return null
  const enough = [...claims].filter(([, list]) => list.length >= SMALL)
  const few = [...claims].filter(([, list]) => list.length < SMALL)
  return html`<p class="note">横轴是系统给的把握，纵轴是其中真对的比例：在斜线上，说几成就是几成；在斜线下，说得过满。旁边的数是个数；空心的不足 ${SMALL} 个。</p>
${charts(enough)}${
  few.length > 0
    ? html`<details${enough.length === 0 ? html` open` : null}><summary>另有 ${few.length} 个检测器，判断不足 ${SMALL} 个</summary>${charts(few)}</details>`
    : null
}`
}

function charts(detectors: readonly (readonly [string, readonly Claim[]])[]): Html {
  return html`<div class="charts">${detectors.map(([detector, list]) => curve(detector, list))}</div>`
}

function curve(detector: string, claims: readonly Claim[]): Html {
  const bins = binsOf(claims)
  const points = bins.map(({ confidence, correct }) => [confidence, correct] as const)
  const label = `${detector}：${bins.map(({ n, confidence, correct }) => `把握 ${figure(confidence)} 时对 ${figure(correct)}（${n} 个）`).join('；')}`
  return html`<figure><figcaption><code>${detector}</code> <span class="meta">${claims.length} 个判断</span> ${smallMark(claims.length)}</figcaption>
${squareChart(
  label,
  '把握',
  '真对的比例',
  html`<path class="even" d="${linePath([
    [0, 0],
    [1, 1],
  ])}"/><path class="line" d="${linePath(points)}"/>${bins.map(
    ({ n, confidence, correct }, i) =>
      html`<circle class="${n < SMALL ? 'dot small' : 'dot'}" cx="${across(confidence)}" cy="${up(correct)}" r="4"/><text class="n" x="${across(confidence)}" y="${up(correct) + (correct > 0.8 ? 17 : -8) * (i % 2 === 0 ? 1 : 1.6)}" text-anchor="middle">${n}</text>`,
  )}`,
)}
<details><summary>数字</summary>${table(
    `${detector} 的把握`,
    html`<th class="r">把握</th><th class="r">真对</th><th class="r">个数</th>`,
    bins.map(
      ({ n, confidence, correct }) =>
        html`<tr><td class="r">${figure(confidence)}</td><td class="r">${figure(correct)}</td><td class="r">${n}</td></tr>`,
    ),
  )}</details></figure>`
}
