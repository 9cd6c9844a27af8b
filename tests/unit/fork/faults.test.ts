import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Faults, noFaults, regularSchedule, suffer } from '../../../fork/faults.ts'
import { seededRandom } from '../../../fork/seeded-random.ts'

function faulted(frames: number, faults: Partial<Faults>, seed = 1) {
  return suffer(regularSchedule(frames), frames * 20, { ...noFaults, ...faults }, seededRandom(seed))
}

test('without faults a frame goes out every 20 ms and the call hangs up at its end', () => {
  expect(faulted(3, {})).toEqual([
    {
      startMs: 0,
      endMs: 60,
      ending: 'hang-up',
      frames: [
        { at: 0, frame: 0 },
        { at: 20, frame: 1 },
        { at: 40, frame: 2 },
      ],
    },
  ])
})

test('loss takes about its share of frames; those that arrive come in order and on time', () => {
  const [attachment] = faulted(10_000, { loss: 0.05 })
  const frames = attachment?.frames ?? []

  expect(frames.length).toBeGreaterThan(9350)
  expect(frames.length).toBeLessThan(9650)
  expect(frames.every(({ at, frame }) => at === frame * 20)).toBe(true)
})

test('reordering swaps neighbours and loses none', () => {
  const [attachment] = faulted(1000, { reorder: 0.2 })
  const order = attachment?.frames.map(({ frame }) => frame) ?? []

  expect([...order].sort((a, b) => a - b)).toEqual(regularSchedule(1000).map(({ frame }) => frame))
  expect(order.filter((frame, i) => frame !== i).length).toBeGreaterThan(200)
  expect(order.every((frame, i) => Math.abs(frame - i) <= 1)).toBe(true)
})

test('jitter makes frames late, never early and never past one another', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 300 }), (seed, jitterMs) => {
      const frames = faulted(200, { jitterMs }, seed)[0]?.frames ?? []
      frames.forEach(({ at, frame }, i) => {
        expect(frame).toBe(i)
        expect(at).toBeGreaterThanOrEqual(frame * 20)
        expect(at).toBeLessThan(frame * 20 + jitterMs)
        expect(at).toBeGreaterThanOrEqual(frames[i - 1]?.at ?? 0)
      })
    }),
  )
})

test('a stall holds frames back and lets them all go at its end', () => {
  const [attachment] = faulted(6, { stall: { atMs: 40, ms: 50 } })

  expect(attachment?.frames.map(({ at }) => at)).toEqual([0, 20, 90, 90, 90, 100])
})

describe('a disconnection', () => {
  test('without a reconnection ends the fork', () => {
    const [attachment, second] = faulted(10, { disconnect: { atMs: 60, reconnectAfterMs: null } })

    expect(attachment).toMatchObject({ endMs: 60, ending: 'drop' })
    expect(attachment?.frames.map(({ frame }) => frame)).toEqual([0, 1, 2])
    expect(second).toBeUndefined()
  })

  test('with one loses what was said between', () => {
    const [before, again] = faulted(10, { disconnect: { atMs: 60, reconnectAfterMs: 80 } })

    expect(before?.ending).toBe('drop')
    expect(again).toMatchObject({ startMs: 140, endMs: 200, ending: 'hang-up' })
    expect(again?.frames.map(({ frame }) => frame)).toEqual([7, 8, 9])
  })

  test('after the end of the call changes nothing', () => {
    expect(faulted(3, { disconnect: { atMs: 60, reconnectAfterMs: null } })).toEqual(faulted(3, {}))
  })
})

test('the same seed does the same damage, another seed another', () => {
  const faults = { loss: 0.1, reorder: 0.1, jitterMs: 30 }

  expect(faulted(500, faults, 5)).toEqual(faulted(500, faults, 5))
  expect(faulted(500, faults, 5)).not.toEqual(faulted(500, faults, 6))
})
