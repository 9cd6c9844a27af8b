import { expect, test } from 'vitest'
import type { Span } from '../../../server/redaction/span.ts'
import { resolveOverlaps } from '../../../server/redaction/spans.ts'

const span = (start: number, end: number, type: Span['type'], score: number): Span => ({
  start,
  end,
  type,
  score,
  reason: type,
})

test('overlapping spans become their union, named by the surest', () => {
  expect(
    resolveOverlaps([span(4, 9, 'other', 0.5), span(0, 5, 'phone', 0.9), span(20, 22, 'name', 0.3)]),
  ).toEqual([span(0, 9, 'phone', 0.9), span(20, 22, 'name', 0.3)])
})

test('spans that only touch stay apart', () => {
  const spans = [span(0, 2, 'name', 0.5), span(2, 4, 'name', 0.5)]
  expect(resolveOverlaps(spans)).toEqual(spans)
})

test('a chain of overlaps is one span', () => {
  expect(
    resolveOverlaps([span(0, 3, 'other', 0.1), span(2, 5, 'other', 0.2), span(4, 8, 'id_number', 0.3)]),
  ).toEqual([span(0, 8, 'id_number', 0.3)])
})
