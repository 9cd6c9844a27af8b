import type { Tagging } from './lac.ts'

/**
 * Stretches of code points `[from, to)` that belong to a person's name with more than `threshold` each. A place
 * where a second name probably begins splits a stretch: 王芳李娜 is two persons.
 */
export function personSpans(tagging: Tagging, threshold: number): { from: number; to: number }[] {
  const { person, personStart } = tagging
  const spans: { from: number; to: number }[] = []
  let from = -1
  for (let i = 0; i <= person.length; i++) {
    const inside = i < person.length && (person[i] as number) > threshold
    if (from >= 0 && (!inside || (personStart[i] as number) > 0.5)) {
      spans.push({ from, to: i })
      from = -1
    }
    if (inside && from < 0) from = i
  }
  return spans
}
