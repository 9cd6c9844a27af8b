/** One thing that is wrong with labelled data: where it is, and why. */
export interface Problem {
  readonly file: string
  /** The first line is 1; 0 where the whole file is meant. */
  readonly line: number
  readonly reason: string
}

/** Labelled data that cannot be scored. Nothing of it is: the command prints every problem and ends with exit code 2. */
export class BadData extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ file, line, reason }) => `${file}${line ? `:${line}` : ''}: ${reason}`).join('\n'))
    this.problems = problems
  }
}
