import { describe, expect, test } from 'vitest'
import { SoundDetection } from '../../../server/speech/sound-detection.ts'
import { measureWindow } from '../../../server/speech/sound-likeness.ts'

/** The likeness that is told last of a sound which begins after two seconds of an open line. */
function likeness(
  sound: (second: number) => number,
  seconds: number,
  rate = 8000,
): string | null | undefined {
  const size = rate === 8000 ? 256 : 512
  const detection = new SoundDetection(size, rate)
  const hiss = noise(7)
  const told = []
  const window = new Float32Array(size)
  const count = Math.ceil(((seconds + 4) * rate) / size)
  for (let w = 0; w < count; w++) {
    let energy = 0
    for (let i = 0; i < size; i++) {
      const second = (w * size + i) / rate - 2
      const sample = 0.0002 * hiss() + (second >= 0 && second < seconds ? sound(second) : 0)
      window[i] = sample
      energy += sample * sample
    }
    const db = 10 * Math.log10(energy / size)
    told.push(detection.push(w * size, db, false, () => measureWindow(window, rate, db)))
  }
  return [...told, detection.flush()].filter((one) => one !== null).at(-1)?.like
}

/** Numbers in [−1, 1) that are the same in every run. */
function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return (state / 2_147_483_647) * 2 - 1
  }
}

const wave = (hz: number, second: number) => Math.sin(2 * Math.PI * hz * second)

/** A knock: the handset rings for some hundredths of a second. */
const knock = (second: number) => 0.4 * Math.exp(-second / 0.012) * wave(620, second)
/** A voice without words: a pitch that glides and trembles, with its harmonics. */
const sob = (second: number) => {
  const phase = 380 * second + 18 * Math.sin(2 * Math.PI * 3 * second)
  const swell = 0.6 + 0.4 * Math.sin(2 * Math.PI * 2.2 * second)
  return 0.1 * swell * (wave(phase, 1) + 0.5 * wave(2 * phase, 1) + 0.3 * wave(3 * phase, 1))
}

describe('what a sound is like', () => {
  test.each([8000, 16000])('taps at %i Hz', (rate) => {
    expect(likeness((s) => knock(s % 0.4), 1.2, rate)).toBe('tapping')
  })

  test('one tap', () => {
    expect(likeness(knock, 0.2)).toBe('tapping')
  })

  test.each([8000, 16000])('crying at %i Hz', (rate) => {
    expect(likeness(sob, 4, rate)).toBe('voiced')
  })

  test('breath that comes and goes', () => {
    const air = noise(3)
    const breath = (s: number) =>
      0.05 * Math.sin((Math.PI * (s % 1.6)) / 1.1) ** 2 * (s % 1.6 < 1.1 ? 1 : 0) * air()
    expect(likeness(breath, 6)).toBe('breathing')
  })

  test('an engaged tone', () => {
    expect(likeness((s) => (s % 0.7 < 0.35 ? 0.1 * wave(450, s) : 0), 4)).toBe('tone')
  })

  test('a dialling tone', () => {
    expect(likeness((s) => 0.1 * wave(425, s), 3)).toBe('tone')
  })

  test('clicks of the line are no taps', () => {
    expect(likeness((s) => (s % 0.5 < 2 / 8000 ? 0.7 : 0), 2)).toBe('noise')
  })

  test('a hiss that stays is the line\u2019s', () => {
    const air = noise(5)
    expect(likeness(() => 0.02 * air(), 4)).toBe('noise')
  })

  test('a hiss that begins and ends at once may be anything', () => {
    const air = noise(5)
    expect(likeness(() => 0.02 * air(), 0.8)).toBeNull()
  })

  test('a rustle with some voice in it may be anything', () => {
    const air = noise(9)
    const rustle = (s: number) => 0.05 * air() + (s % 1 < 0.25 ? 0.2 * wave(200, s) : 0)
    expect(likeness(rustle, 3)).toBeNull()
  })
})
