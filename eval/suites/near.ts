/** Labellers and programs may differ by a turn: a question over two segments, an answer after a backchannel. */
const TOLERANCE = 1

export function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE
}

/** Whether some turn of the one list is near some turn of the other. */
export function anyNear(these: readonly number[], those: readonly number[]): boolean {
  return these.some((a) => those.some((b) => near(a, b)))
}
