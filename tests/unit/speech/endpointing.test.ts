import { describe, expect, test } from 'vitest'
import { Endpointing, type SpeechChange } from '../../../server/speech/endpointing.ts'

const SIZE = 256
const RATE = 8000

/** Runs windows through: `v` voice, `.` silence, `q` voice that is quieter than the rest. */
function run(pattern: string, options = { silenceMs: 600, maxMs: 12_000 }): SpeechChange[] {
  const endpointing = new Endpointing(SIZE, RATE, options)
  const changes = [...pattern].flatMap((window, i) =>
    endpointing.push(
      i * SIZE,
      window === '.' ? 0.01 : window === 'q' ? 0.5 : 0.95,
      window === 'v' ? -20 : -60,
    ),
  )
  return [...changes, ...endpointing.flush(pattern.length * SIZE)]
}

const ms = (sample: number) => (sample * 1000) / RATE

describe('Endpointing', () => {
  test('a segment begins 300 ms before its first voice and ends 200 ms after its last', () => {
    const [started, ended] = run(`${'.'.repeat(20)}${'v'.repeat(30)}${'.'.repeat(30)}`)
    expect(started).toEqual({ kind: 'started', from: 20 * SIZE - 2400 })
    expect(ended).toMatchObject({
      kind: 'ended',
      from: 20 * SIZE - 2400,
      voicedTo: 50 * SIZE,
      to: 50 * SIZE + 1600,
      voicedMs: 960,
      loudnessDb: -20,
    })
  })

  test('two clicks in a row open no segment', () => {
    expect(run('..vv..vv..v..v....')).toEqual([])
  })

  test('a breath between two words does not part them; a longer silence does', () => {
    const kinds = (pause: number) => run(`vvvvvvvv${'.'.repeat(pause)}vvvvvvvv`).map((change) => change.kind)
    expect(kinds(15)).toEqual(['started', 'ended'])
    expect(kinds(20)).toEqual(['started', 'ended', 'started', 'ended'])
  })

  test('the silence that ends a segment is configurable', () => {
    const kinds = run(`vvvvvvvv${'.'.repeat(15)}vvvvvvvv`, { silenceMs: 300, maxMs: 12_000 }).map(
      (c) => c.kind,
    )
    expect(kinds).toEqual(['started', 'ended', 'started', 'ended'])
  })

  test('a segment never passes its maximum; it is cut at its quietest point and nothing is lost', () => {
    const changes = run(`${'v'.repeat(300)}q${'v'.repeat(300)}${'.'.repeat(30)}`)
    const ended = changes.filter((change) => change.kind === 'ended')
    expect(ended.length).toBe(2)
    for (const { from, to } of ended) expect(ms(to - from)).toBeLessThanOrEqual(12_000)
    expect(ended[0]?.to).toBe(300 * SIZE + SIZE / 2)
    expect(ended[1]?.from).toBe(ended[0]?.to)
  })

  test('the pre-roll never reaches back into the segment before', () => {
    const changes = run(`vvvv${'.'.repeat(19)}vvvv${'.'.repeat(30)}`)
    const [first, second] = changes.filter((change) => change.kind === 'ended')
    expect(second?.from).toBeGreaterThanOrEqual(first?.to ?? Number.NaN)
  })

  test('a leg that ends in mid-word still ends its segment', () => {
    expect(run('....vvvvvv').at(-1)).toMatchObject({ kind: 'ended', to: 10 * SIZE })
  })
})
