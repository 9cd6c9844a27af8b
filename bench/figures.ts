/** One measured figure. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** How many measurements it rests on. */
  readonly n: number
}

/** Prints figures as a table, then as one line of JSON with the machine that they were measured on. */
export function printFigures(figures: readonly Figure[], machine: Readonly<Record<string, unknown>>): void {
  const width = Math.max(...figures.map(({ name }) => name.length))
  for (const { name, value, unit, n } of figures)
    process.stdout.write(
      `${name.padEnd(width)}  ${round(value).toString().padStart(10)} ${unit.padEnd(6)} n=${n}\n`,
    )
  process.stdout.write(
    `${JSON.stringify({ machine, figures: figures.map((f) => ({ ...f, value: round(f.value) })) })}\n`,
  )
}

function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000
}
