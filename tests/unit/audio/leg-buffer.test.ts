import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LegBuffer } from '../../../server/audio/leg-buffer.ts'

const RATE = 100 // 2,400 samples: small enough to go round many times

describe('LegBuffer', () => {
  test('gives back what was written, whatever the pieces, as long as it is there', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 }), (pieces) => {
        const buffer = LegBuffer.create(RATE)
        const reader = LegBuffer.of(buffer.shared)
        let next = 0
        for (const length of pieces) buffer.write(Int16Array.from({ length }, () => next++ % 30_000))
        expect(reader.written).toBe(next)
        const from = reader.oldest
        const into = new Int16Array(next - from)
        expect(reader.read(from, into)).toBe(true)
        expect([...into]).toEqual(Array.from({ length: next - from }, (_, i) => (from + i) % 30_000))
      }),
    )
  })

  test('says so when the samples are overwritten or not there yet', () => {
    const buffer = LegBuffer.create(RATE)
    buffer.write(new Int16Array(3000))
    expect(buffer.read(599, new Int16Array(10))).toBe(false)
    expect(buffer.read(600, new Int16Array(10))).toBe(true)
    expect(buffer.read(2995, new Int16Array(10))).toBe(false)
  })

  test('a skip is silence in its place, also one that is longer than the buffer', () => {
    const buffer = LegBuffer.create(RATE)
    buffer.write(new Int16Array(10).fill(7))
    buffer.skip(5)
    buffer.write(new Int16Array(2).fill(9))
    const into = new Int16Array(17)
    expect(buffer.read(0, into)).toBe(true)
    expect([...into]).toEqual([...Array(10).fill(7), 0, 0, 0, 0, 0, 9, 9])

    buffer.skip(10_000)
    const all = new Int16Array(2400)
    expect(buffer.read(buffer.oldest, all)).toBe(true)
    expect(all.every((sample) => sample === 0)).toBe(true)
  })
})
