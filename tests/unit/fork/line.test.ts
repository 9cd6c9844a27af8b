import { describe, expect, test } from 'vitest'
import { decodeG711, encodeG711, throughLine } from '../../../fork/line.ts'
import { holdMusic, hum, noise, ringback, SIGNAL_RATE, tone } from '../../../fork/signals.ts'
import { levelAt } from './loudness.ts'

describe('the line', () => {
  test.each(['alaw', 'ulaw'] as const)('%s leaves values that the codec can say, and nothing else', (law) => {
    const heard = throughLine(noise(1, 7), SIGNAL_RATE, law, 8000)

    expect(heard.length).toBe(8000)
    expect(decodeG711(encodeG711(heard, law), law)).toEqual(heard)
    expect(new Set(heard).size).toBeGreaterThan(50)
  })

  test('a 16 kHz fork of a G.711 trunk holds nothing above 4 kHz; of a wide-band call it does', () => {
    const high = tone(1, 6000)

    expect(levelAt(6000, throughLine(high, SIGNAL_RATE, 'l16', 16000), 16000)).toBeGreaterThan(8000)
    expect(levelAt(6000, throughLine(high, SIGNAL_RATE, 'alaw', 16000), 16000)).toBeLessThan(10)
  })

  test('too loud a voice is clipped and does not wrap', () => {
    const loud = new Float32Array(800).map((_, i) => (i < 400 ? 3 : -3))

    expect(throughLine(loud, 8000, 'l16', 8000)).toEqual(
      Int16Array.from(loud, (sample) => (sample > 0 ? 32767 : -32768)),
    )
  })
})

describe('signals', () => {
  test('ringback is 450 Hz for one second in five', () => {
    const heard = ringback(5)

    expect(levelAt(450, heard.subarray(0, SIGNAL_RATE), SIGNAL_RATE)).toBeCloseTo(0.2, 2)
    expect(heard.subarray(SIGNAL_RATE).every((sample) => sample === 0)).toBe(true)
  })

  test('hum is what the mains make: 50 Hz and its multiples', () => {
    const heard = hum(1)

    expect(levelAt(50, heard, SIGNAL_RATE)).toBeGreaterThan(0.03)
    expect(levelAt(150, heard, SIGNAL_RATE)).toBeGreaterThan(0.03)
    expect(levelAt(440, heard, SIGNAL_RATE)).toBeLessThan(0.001)
  })

  test('noise is the same for the same seed only', () => {
    expect(noise(0.1, 1)).toEqual(noise(0.1, 1))
    expect(noise(0.1, 1)).not.toEqual(noise(0.1, 2))
  })

  test('hold music never clips and never falls silent', () => {
    const heard = holdMusic(20)

    expect(Math.max(...heard.map(Math.abs).subarray(0, 60_000))).toBeLessThan(1)
    for (let at = 0; at < heard.length; at += SIGNAL_RATE) {
      expect(heard.subarray(at, at + SIGNAL_RATE).some((sample) => Math.abs(sample) > 0.02)).toBe(true)
    }
  })
})
