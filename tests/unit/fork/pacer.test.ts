import { describe, expect, test } from 'vitest'
import { noFaults, regularSchedule, suffer } from '../../../fork/faults.ts'
import { Pacer } from '../../../fork/pacer.ts'
import { seededRandom } from '../../../fork/seeded-random.ts'
import { ManualClock } from '../../manual-clock.ts'

function attachment(frames: number, disconnect = noFaults.disconnect) {
  const [first, second] = suffer(
    regularSchedule(frames),
    frames * 20,
    { ...noFaults, disconnect },
    seededRandom(1),
  )
  return (second ?? first) as NonNullable<typeof first>
}

function recorder(clock: ManualClock) {
  const sent: { frame: number; at: number }[] = []
  let done = false
  return {
    sent,
    isDone: () => done,
    stream: {
      send: (frame: number) => {
        sent.push({ frame, at: clock.now() })
      },
      congested: () => false,
      done: () => {
        done = true
      },
    },
  }
}

describe('in real time', () => {
  test('two hours hold two hours of frames, each within a tick of its time', () => {
    const clock = new ManualClock()
    const { sent, stream, isDone } = recorder(clock)
    new Pacer(clock).play(attachment(360_000), stream)

    clock.advance(7_199_980)
    expect(sent.length).toBe(360_000)
    expect(sent.every(({ frame, at }) => at >= frame * 20 && at <= frame * 20 + 5)).toBe(true)
    expect(isDone()).toBe(false)

    clock.advance(20)
    expect(isDone()).toBe(true)
  })

  test('a process that stood still sends what fell due, and the rate stays true', () => {
    const clock = new ManualClock()
    // One timer that blocks the others for 300 ms: time passes and no tick happens.
    const stuckClock = Object.assign(Object.create(clock) as ManualClock, {
      now: () => (clock.now() < 100 ? clock.now() : clock.now() + 300),
      every: clock.every.bind(clock),
    })
    const { sent, stream } = recorder(clock)
    const pacer = new Pacer(stuckClock)
    pacer.play(attachment(100), stream)

    clock.advance(95)
    expect(sent.length).toBe(5)
    clock.advance(5)
    expect(sent.length).toBe(21)
    expect(pacer.lateness.worstMs).toBeCloseTo(300, 0)
    clock.advance(600)
    expect(sent.length).toBe(51)
  })

  test('calls that begin at once are spread over the 20 ms of a frame', () => {
    const clock = new ManualClock()
    const pacer = new Pacer(clock)
    const perMoment = new Map<number, number>()
    for (let call = 0; call < 100; call++) {
      pacer.play(attachment(50), {
        send: () => perMoment.set(clock.now(), (perMoment.get(clock.now()) ?? 0) + 1),
        congested: () => false,
        done: () => {},
      })
    }

    clock.advance(2000)

    const atMomentsInMidCall = [...perMoment].filter(([at]) => at > 100 && at < 900).map(([, sent]) => sent)
    expect(Math.max(...atMomentsInMidCall)).toBeLessThanOrEqual(27)
    expect(Math.min(...atMomentsInMidCall)).toBeGreaterThanOrEqual(23)
  })

  test('a stretch that starts in the middle of the call starts now', () => {
    const clock = new ManualClock()
    const { sent, stream } = recorder(clock)
    new Pacer(clock).play(attachment(100, { atMs: 200, reconnectAfterMs: 800 }), stream)

    clock.advance(5)

    expect(sent).toEqual([{ frame: 50, at: 5 }])
  })

  test('what was stopped sends no more and is not done', () => {
    const clock = new ManualClock()
    const { sent, stream, isDone } = recorder(clock)
    const stop = new Pacer(clock).play(attachment(100), stream)

    clock.advance(100)
    const before = sent.length
    stop()
    clock.advance(10_000)

    expect(sent.length).toBe(before)
    expect(isDone()).toBe(false)
  })
})

test('at ten times the speed a second holds ten', () => {
  const clock = new ManualClock()
  const { sent, stream } = recorder(clock)
  new Pacer(clock, 10).play(attachment(2000), stream)

  clock.advance(1000)

  expect(sent.length).toBe(501)
})

test('at full speed only the socket holds it back', () => {
  const clock = new ManualClock()
  const { sent, stream, isDone } = recorder(clock)
  let room = 30
  new Pacer(clock, 0).play(attachment(100), { ...stream, congested: () => room-- <= 0 })

  clock.advance(5)
  expect(sent.length).toBe(30)
  room = 1000
  clock.advance(5)
  expect(sent.map(({ frame }) => frame)).toEqual(regularSchedule(100).map(({ frame }) => frame))
  expect(isDone()).toBe(true)
})
