import { beforeEach, describe, expect, test } from 'vitest'
import { LegBuffer } from '../../../server/audio/leg-buffer.ts'
import { LegTimeline } from '../../../server/audio/leg-timeline.ts'
import { ManualClock } from '../../manual-clock.ts'

const RATE = 8000
const FRAME = new Int16Array(160).fill(1)

describe('LegTimeline', () => {
  let clock: ManualClock
  let buffer: LegBuffer
  let gaps: [from: number, to: number][]
  let timeline: LegTimeline

  beforeEach(() => {
    clock = new ManualClock()
    buffer = LegBuffer.create(RATE)
    gaps = []
    timeline = new LegTimeline({
      clock,
      buffer,
      sampleRate: RATE,
      heldMs: 0,
      onGap: (from, to) => gaps.push([from, to]),
    })
  })

  const play = (ms: number) => {
    for (let t = 0; t < ms; t += 20) {
      timeline.write(FRAME)
      clock.advance(20)
    }
  }

  test('a steady fork has no gaps', () => {
    play(10_000)
    expect(gaps).toEqual([])
    expect(buffer.written).toBe(80_000)
  })

  test('a fork that pauses goes on at its place, with the pause marked', () => {
    play(1000)
    clock.advance(3000)
    play(1000)
    expect(gaps).toEqual([[8000, 32_000]])
    // Held for 100 ms while it was being decided, then written where it belongs.
    expect(buffer.written).toBe(40_000)
  })

  test('a fork that stalls and then delivers everything has lost nothing', () => {
    play(1000)
    clock.advance(3000)
    for (let i = 0; i < 150; i++) timeline.write(FRAME)
    play(1000)
    expect(gaps).toEqual([])
    expect(buffer.written).toBe(40_000)
  })

  test('frames lost here and there become a gap once they amount to something', () => {
    for (let i = 0; i < 500; i++) {
      if (i % 10 !== 0) timeline.write(FRAME)
      clock.advance(20)
    }
    const lost = gaps.reduce((sum, [from, to]) => sum + to - from, 0)
    expect(lost / 8).toBeGreaterThan(600)
    expect(lost / 8).toBeLessThanOrEqual(1000)
  })

  test('a replay faster than life has no gaps', () => {
    for (let i = 0; i < 500; i++) {
      timeline.write(FRAME)
      clock.advance(1)
    }
    expect(gaps).toEqual([])
    expect(buffer.written).toBe(80_000)
  })

  test('audio that was held back until its rate was known counts from when it arrived', () => {
    clock.advance(1000)
    timeline = new LegTimeline({
      clock,
      buffer,
      sampleRate: RATE,
      heldMs: 1000,
      onGap: (from, to) => gaps.push([from, to]),
    })
    for (let i = 0; i < 50; i++) timeline.write(FRAME)
    play(1000)
    clock.advance(400)
    play(1000)
    expect(gaps).toEqual([[16_000, 16_000 + 3200]])
  })

  test('what is held when the leg ends is not lost', () => {
    play(1000)
    clock.advance(3000)
    timeline.write(FRAME)
    timeline.settleNow()
    expect(gaps).toEqual([[8000, 32_000 - 160]])
    expect(buffer.written).toBe(32_000)
  })
})
