import { describe, expect, test } from 'vitest'
import { resample } from '../../../fork/resample.ts'
import { levelAt } from './loudness.ts'

function toneAt(hertz: number, sampleRate: number): Float32Array {
  return new Float32Array(sampleRate).map((_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / sampleRate))
}

describe('resampling to the telephone rate', () => {
  test.each([16000, 24000, 44100, 48000])('keeps a voice tone and its length, from %i Hz', (from) => {
    const output = resample(toneAt(1000, from), from, 8000)

    expect(output.length).toBe(8000)
    expect(levelAt(1000, output, 8000)).toBeCloseTo(0.5, 2)
  })

  test.each([16000, 44100])('lets nothing fold back from above the band, from %i Hz', (from) => {
    const output = resample(toneAt(5000, from), from, 8000).subarray(500, 7500)

    expect(Math.max(...output.map(Math.abs))).toBeLessThan(0.001)
  })

  test('keeps the phase: a tone comes out where it went in', () => {
    const output = resample(toneAt(500, 48000), 48000, 16000).subarray(1000, 15000)
    const expected = toneAt(500, 16000).subarray(1000, 15000)

    expect(Math.max(...output.map((sample, i) => Math.abs(sample - (expected[i] as number))))).toBeLessThan(
      0.002,
    )
  })

  test('makes no image of a voice when the rate is raised', () => {
    const output = resample(toneAt(1000, 8000), 8000, 16000)

    expect(levelAt(1000, output, 16000)).toBeCloseTo(0.5, 2)
    expect(levelAt(7000, output, 16000)).toBeLessThan(0.001)
  })
})
