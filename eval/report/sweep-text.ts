import { figure, SMALL } from './number.ts'
import { type DetectorSweep, type OperatingPoint, spread } from './operating-points.ts'
import type { Thresholds } from './thresholds.ts'

/** So many thresholds of a detector are printed; the page draws them all. */
const PRINTED = 12

/** What no sweep can show; said wherever one is shown. */
export const FLOOR_REMARK =
  "A detector drops what is below the product's own floor before anybody sees it. Below the lowest threshold of a " +
  'table nothing is known: no lower one would find more here, and recall cannot rise above its first row.'

/** The sweep as the terminal tells it. `chosen` thresholds stand in the tables with a mark. */
export function sweepText(sweeps: readonly DetectorSweep[], chosen: Thresholds['thresholds']): string {
  return [
    ...sweeps.map((sweep) => detectorText(sweep, chosen[sweep.detector])),
    'n: claims from the threshold on. recall: of the labelled things, the share that this detector finds by itself.',
    `${FLOOR_REMARK}\n`,
  ].join('\n')
}

function detectorText(sweep: DetectorSweep, chosen: number | undefined): string {
  const { detector, claims, labelled, points } = sweep
  if (claims === 0) return `${detector} (no claim, ${labelled} labelled): nothing to sweep\n`
  const small = Math.min(claims, labelled) < SMALL ? `; fewer than ${SMALL}, so the figures say little` : ''
  const head = `${detector} (${claims} claims, ${labelled} labelled${small})`
  const rows = [...spread(points, PRINTED)]
  if (chosen !== undefined && !rows.some(({ threshold }) => threshold === chosen)) rows.push(sweep.at(chosen))
  rows.sort((a, b) => a.threshold - b.threshold)
  return `${[
    head,
    '  threshold  precision    recall        F1        n',
    ...rows.map((point) => `  ${cells(point)}${point.threshold === chosen ? '   chosen' : ''}`),
  ].join('\n')}\n`
}

function cells({ threshold, precision, recall, f1, claims }: OperatingPoint): string {
  return [
    figure(threshold).padStart(9),
    figure(precision).padStart(9),
    figure(recall).padStart(8),
    figure(f1).padStart(8),
    String(claims).padStart(7),
  ].join('  ')
}
