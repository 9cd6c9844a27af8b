import type { Figure } from './figures.ts'

/** One benchmark: measures something of the service as it runs, and says it in figures. */
export interface Benchmark {
  readonly name: string
  /** What it measures, in a line. */
  readonly about: string
  run(options: { readonly say: (line: string) => void }): Promise<Figure[]>
}
