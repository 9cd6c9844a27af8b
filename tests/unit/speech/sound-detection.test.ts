import { describe, expect, test } from 'vitest'
import { type Sound, SoundDetection } from '../../../server/speech/sound-detection.ts'

const SIZE = 256
const RATE = 8000
const SECOND = Math.ceil(RATE / SIZE)

function run(levels: readonly (number | 'speech')[]): Sound[] {
  const detection = new SoundDetection(SIZE, RATE)
  const told = levels.map((db, i) =>
    db === 'speech'
      ? detection.push(i * SIZE, -20, true, () => voiced(-20))
      : detection.push(i * SIZE, db, false, () => voiced(db)),
  )
  return [...told, detection.flush()].filter((sound) => sound !== null)
}

const voiced = (db: number) => ({ db, periodicity: 0.8, crossings: 0.1, compactness: 0.1 })

const quiet = (seconds: number) => Array<number>(seconds * SECOND).fill(-75)

describe('SoundDetection', () => {
  test('a sob on a quiet line is a sound with its place and level', () => {
    const sounds = run([...quiet(2), ...Array<number>(20).fill(-35), ...quiet(3)])
    expect(sounds).toEqual([
      { from: 2 * SECOND * SIZE, to: (2 * SECOND + 20) * SIZE, loudnessDb: -35, like: 'voiced' },
    ])
  })

  test('one tap on the handset is enough', () => {
    expect(run([...quiet(2), -30, ...quiet(3)])).toHaveLength(1)
  })

  test('taps in a row are one sound', () => {
    const tap = [-30, ...Array<number>(15).fill(-75)]
    expect(run([...quiet(2), ...tap, ...tap, ...tap, ...quiet(3)])).toHaveLength(1)
  })

  test('silence, also digital silence, is none', () => {
    expect(run(quiet(60))).toEqual([])
    expect(run(Array<number>(60 * SECOND).fill(-100))).toEqual([])
  })

  test('a steady hum becomes the line\u2019s own noise within seconds', () => {
    const sounds = run([...quiet(2), ...Array<number>(60 * SECOND).fill(-48)])
    const last = sounds.at(-1)
    expect(last?.to ?? 0).toBeLessThan(15 * RATE)
  })

  test('speech is not told a second time as sound', () => {
    expect(run([...quiet(2), ...Array<'speech'>(60).fill('speech'), ...quiet(2)])).toEqual([])
  })

  test('a sound that goes on is told again with the same beginning', () => {
    const crying = Array.from({ length: 12 * SECOND }, (_, i) => (i % 20 < 14 ? -30 : -70))
    const sounds = run([...quiet(2), ...crying, ...quiet(2)])
    expect(sounds.length).toBeGreaterThanOrEqual(2)
    expect(new Set(sounds.map((sound) => sound.from)).size).toBe(1)
  })
})
