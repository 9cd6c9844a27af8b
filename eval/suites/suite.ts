import type { LabelledCall } from '../labels/labelled-call.ts'
import type { Dataset } from '../labels/load-dataset.ts'
import type { Metric } from '../metrics/metric.ts'
import type { Contribution } from '../metrics/total.ts'
import type { Solver } from '../solvers/solver.ts'

/** One thing that went wrong in a case. Holds positions and labels, never words: a report looks those up. */
export interface Finding {
  /** What kind of error, for instance `ideation missed`: errors of one kind have the same name. */
  readonly what: string
  /** 1 a danger missed, 2 a name leaked, 3 a minute lost. */
  readonly severity: 1 | 2 | 3
  readonly turns: readonly number[]
  readonly expected: string
  readonly got: string
  /** A stretch of the text of the first turn. */
  readonly span?: { readonly start: number; readonly end: number }
}

/** A claim that the system made with a confidence, for reliability curves and threshold sweeps. */
export interface Claim {
  readonly detector: string
  readonly confidence: number
  readonly correct: boolean
}

/** A labelled thing that a detector should find, for recall by threshold. */
export interface Sought {
  readonly detector: string
  /** The highest threshold at which this detector by itself still finds it; null where it does at none. */
  readonly foundAt: number | null
}

/** One scored call or sentence. */
export interface Case extends Contribution {
  readonly id: string
  readonly slices: Readonly<Record<string, string>>
  readonly findings: readonly Finding[]
  readonly claims: readonly Claim[]
  readonly sought: readonly Sought[]
  /** `[expected, got]` pairs by matrix, for instance `risk answers`. */
  readonly confusions: Readonly<Record<string, readonly (readonly [string, string])[]>>
}

/** What a scorer says of one sample; the runner adds whose it is. */
export type Score = Pick<Case, 'counts'> &
  Partial<Pick<Case, 'samples' | 'findings' | 'claims' | 'sought' | 'confusions'>>

/** One sample of a suite, ready to be scored. */
export interface Sample {
  readonly id: string
  readonly slices: Readonly<Record<string, string>>
  score(): Promise<Score>
}

/** Dataset → solver → scorer. */
export interface Suite {
  readonly name: string
  readonly about: string
  /** All figures, the ones to be read first in front. */
  readonly metrics: readonly Metric[]
  /** The figures that the slices show. */
  readonly headline: readonly string[]
  /** The samples, or why there is nothing to score. */
  samples(dataset: Dataset, solver: Solver): readonly Sample[] | { readonly unscored: string }
}

/** The slices that every call belongs to. */
export function slicesOf(call: LabelledCall): Record<string, string> {
  const one = (field: string) => {
    const held = call.ticket[field]
    return held && !Array.isArray(held) ? String(held.value) : undefined
  }
  const tagged = (prefix: string) =>
    call.tags.filter((tag) => tag.startsWith(`${prefix}/`)).map((tag) => tag.slice(prefix.length + 1))
  const slices: Record<string, string | undefined> = {
    split: call.split,
    sex: one('sex'),
    age: one('age_band'),
    dialect: tagged('dialect')[0],
    length:
      call.turns.length < 20
        ? 'under 20 turns'
        : call.turns.length < 40
          ? '20 to 39 turns'
          : '40 turns and more',
    'recogniser errors': call.tags.includes('recogniser-errors') ? 'yes' : 'no',
    'risk form': tagged('risk')[0],
    'hard negative': tagged('hard-negative')[0],
    special: call.special[0],
  }
  return Object.fromEntries(Object.entries(slices).filter((entry): entry is [string, string] => !!entry[1]))
}
