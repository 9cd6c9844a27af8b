/** Below this many things counted, a figure says little: its interval is itself taken of too few. */
export const SMALL = 30

/** A figure as the command line prints it too. */
export function figure(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '?'
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(3)
}

/** A change with its sign: more is better. */
export function signed(value: number): string {
  const shown = figure(Math.abs(value))
  if (Number.isNaN(value)) return '?'
  return Number(shown) === 0 ? shown : `${value < 0 ? '−' : '+'}${shown}`
}
