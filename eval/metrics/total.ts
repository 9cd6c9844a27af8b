/**
 * What a case adds to the figures of its suite: counts that are summed over cases, and samples that are put
 * together. Every figure is a function of the total, so that it can be taken again of any resampling of the cases.
 */
export interface Contribution {
  readonly counts: Readonly<Record<string, number>>
  readonly samples: Readonly<Record<string, readonly number[]>>
}

export interface Total {
  count(name: string): number
  sample(name: string): readonly number[]
}

/** The total of some cases; the same case may stand in the list several times. */
export function totalOf(cases: readonly Contribution[]): Total {
  const counts = new Map<string, number>()
  const samples = new Map<string, number[]>()
  for (const one of cases) {
    for (const [name, value] of Object.entries(one.counts)) counts.set(name, (counts.get(name) ?? 0) + value)
    for (const [name, values] of Object.entries(one.samples)) {
      const list = samples.get(name)
      if (list) list.push(...values)
      else samples.set(name, [...values])
    }
  }
  return { count: (name) => counts.get(name) ?? 0, sample: (name) => samples.get(name) ?? [] }
}

/** Adds to the counts of one case. */
export class Tally {
  readonly counts: Record<string, number> = {}

  add(name: string, by = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + by
  }

  /** Counts one try under `<name>.of`, and under `<name>` where it was a hit. */
  try(name: string, hit: boolean): void {
    this.add(`${name}.of`)
    this.add(name, hit ? 1 : 0)
  }
}
