import type { Figure } from './figures.ts'

/** One benchmark: measures something of the service as it runs, and says it in figures. */
export interface Benchmark {
  readonly name: string
  /** What it measures, in a line. */
  readonly about: string
  /** `data` is a folder with `manifest.tsv` and audio, where one was named. */
  run(options: { readonly data: string | null; readonly say: (line: string) => void }): Promise<Figure[]>
}
