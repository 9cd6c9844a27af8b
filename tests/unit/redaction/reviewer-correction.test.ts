import { describe, expect, test } from 'vitest'
import type { LoggedEvent } from '../../../server/call/call-event.ts'
import {
  correctStoredCall,
  NoSuchPlace,
  type ReviewerCorrection,
} from '../../../server/redaction/reviewer-correction.ts'

const final = (seq: number, text: string, redactions?: { start: number; end: number; was: number }[]) =>
  ({
    seq,
    event: {
      kind: 'transcript.final',
      atMs: seq,
      role: 'caller',
      segmentId: `c${seq}`,
      startMs: seq,
      endMs: seq + 1,
      text,
      ...(redactions && { redactions }),
    },
  }) satisfies LoggedEvent

const CALL = [
  final(1, '我叫[姓名1]我女儿佳慧在读书', [{ start: 2, end: 7, was: 3 }]),
  final(2, '佳慧她爸是[姓名2]佳慧不理他', [{ start: 5, end: 10, was: 2 }]),
  final(3, '好的'),
]
const missed = (
  changes: Partial<Extract<ReviewerCorrection, { kind: 'missed' }>> = {},
): ReviewerCorrection => ({
  kind: 'missed',
  segmentId: 'c1',
  start: 10,
  end: 12,
  type: 'name',
  ...changes,
})

describe('missed words', () => {
  test('become a placeholder everywhere in the call, with an index of their own', () => {
    const { changed } = correctStoredCall(CALL, missed())
    expect(changed.map(({ event }: LoggedEvent) => 'text' in event && event.text)).toEqual([
      '我叫[姓名1]我女儿[姓名3]在读书',
      '[姓名3]她爸是[姓名2][姓名3]不理他',
    ])
  })

  test('and every placeholder still says how much it stands for, and where', () => {
    const { changed } = correctStoredCall(CALL, missed())
    for (const { event } of changed as LoggedEvent[]) {
      if (event.kind !== 'transcript.final') throw new Error('no words')
      for (const { start, end } of event.redactions ?? [])
        expect(event.text.slice(start, end)).toMatch(/^\[姓名\d\]$/)
    }
    expect(changed[1]?.event).toMatchObject({
      redactions: [
        { start: 0, end: 5, was: 2 },
        { start: 8, end: 13, was: 2 },
        { start: 13, end: 18, was: 2 },
      ],
    })
  })

  test('leave a pattern without the words', () => {
    expect(correctStoredCall(CALL, missed()).pattern).toEqual({
      kind: 'missed',
      type: 'name',
      before: '我叫[姓名1]我女儿',
      form: '字字',
      after: '在读书',
    })
  })
})

test('a wrong placeholder changes nothing and leaves what stood around it', () => {
  expect(correctStoredCall(CALL, { kind: 'wrong', segmentId: 'c2', start: 5, end: 10 })).toEqual({
    changed: [],
    pattern: { kind: 'wrong', type: '[姓名2]', before: '佳慧她爸是', form: '', after: '佳慧不理他' },
  })
})

test.each([
  ['a segment that is not there', missed({ segmentId: 'c9' })],
  ['words behind the end', missed({ start: 14, end: 40 })],
  ['missed words that are redacted already', missed({ start: 3, end: 6 })],
  ['a placeholder where none is', { kind: 'wrong', segmentId: 'c3', start: 0, end: 2 }],
] as const)('%s is refused', (_, correction) => {
  expect(() => correctStoredCall(CALL, correction)).toThrow(NoSuchPlace)
})
