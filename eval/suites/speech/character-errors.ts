/** Characters that must be inserted, deleted or replaced to make one text of the other. */
export function characterErrors(heard: string, spoken: string): number {
  const [a, b] = [[...heard], [...spoken]]
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (const [i, char] of a.entries()) {
    const next = [i + 1]
    for (const [j, other] of b.entries()) {
      const replaced = (row[j] ?? 0) + (char === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
