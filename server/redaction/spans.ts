import type { Span } from './span.ts'

/**
 * Makes spans of many recognisers disjoint and sorted. Overlapping spans become one that covers them all, because
 * a character that any recogniser holds for personal must go; the surest span names its type and reason.
 */
export function resolveOverlaps<S extends Span>(spans: readonly S[]): S[] {
  const resolved: S[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = resolved.at(-1)
    if (!last || span.start >= last.end) {
      resolved.push(span)
      continue
    }
    const surest = span.score > last.score ? span : last
    resolved[resolved.length - 1] = { ...surest, start: last.start, end: Math.max(last.end, span.end) }
  }
  return resolved
}
