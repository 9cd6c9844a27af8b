import { describe, expect, test } from 'vitest'
import type { LoggedEvent } from '../../../server/call/call-event.ts'
import { CallSession, type Observer } from '../../../server/call/call-session.ts'
import { begin, fold } from '../../../server/call/fold.ts'
import { ManualClock } from '../../manual-clock.ts'

const STARTED = { noticePolicy: 'pbx', recognizer: { name: 'test', scripted: true } } as const

function session(observers: readonly Observer[] = []) {
  const told: LoggedEvent[] = []
  const clock = new ManualClock()
  return {
    clock,
    told,
    session: CallSession.begin(clock, observers, STARTED, 0, () => (logged) => told.push(logged)),
  }
}

describe('CallSession', () => {
  test('its state is the fold of its events: a replay gives the same', () => {
    const { clock, told, session: call } = session()
    call.append({
      kind: 'leg.joined',
      role: 'caller',
      protocol: 'audiosocket',
      sampleRate: 8000,
      resumed: false,
    })
    clock.advance(1200)
    call.append({ kind: 'speech.started', role: 'caller', segmentId: 'c1', startMs: 900 })
    call.append({
      kind: 'transcript.partial',
      role: 'caller',
      segmentId: 'c1',
      startMs: 900,
      endMs: 1500,
      text: '我想',
      stableChars: 1,
    })
    expect(call.state.open).toMatchObject([{ text: '我想', stableChars: 1 }])
    call.append({
      kind: 'transcript.final',
      role: 'caller',
      segmentId: 'c1',
      startMs: 900,
      endMs: 2100,
      text: '我想说说话',
    })
    const [first, ...rest] = told.map(({ event }) => event)
    if (first?.kind !== 'call.started') throw new Error('no beginning')
    expect(rest.reduce(fold, begin(first))).toEqual(call.state)
    expect(call.state.open).toEqual([])
  })

  test('a final that comes late stands where it was spoken', () => {
    const { session: call } = session()
    const final = (segmentId: string, startMs: number) =>
      call.append({
        kind: 'transcript.final',
        role: 'caller',
        segmentId,
        startMs,
        endMs: startMs + 500,
        text: segmentId,
      })
    final('c1', 0)
    final('c3', 4000)
    final('c2', 2000)
    expect(call.state.segments.map(({ segmentId }) => segmentId)).toEqual(['c1', 'c2', 'c3'])
  })

  test('an observer\u2019s answer is written after the event that it answers, and everybody is told in order', () => {
    const { told, session: call } = session([
      (_, event) =>
        event.kind === 'speech.ended'
          ? [{ kind: 'system.degraded', part: 'recognizer', reason: 'overloaded' }]
          : [],
    ])
    call.append({ kind: 'speech.ended', role: 'caller', segmentId: 'c1', startMs: 0, endMs: 5 })
    call.append({ kind: 'clock.tick' })
    expect(told.map(({ event }) => event.kind)).toEqual([
      'call.started',
      'speech.ended',
      'system.degraded',
      'clock.tick',
    ])
  })

  test('a page that was away gets what it missed, or is told that it is gone', () => {
    const { session: call } = session()
    for (let i = 0; i < 700; i++) call.append({ kind: 'clock.tick' })
    expect(call.since(call.seq)).toEqual([])
    expect(call.since(call.seq - 3)?.map(({ seq }) => seq)).toEqual([call.seq - 2, call.seq - 1, call.seq])
    expect(call.since(1)).toBeNull()
    expect(call.since(call.seq + 1)).toBeNull()
  })

  test('a stretch in which nobody could listen is remembered, so that nobody takes it for silence', () => {
    const { clock, session: call } = session()
    call.append({ kind: 'notice.given', by: 'pbx' })
    expect(call.state.unheard).toEqual([])
    call.append({
      kind: 'leg.joined',
      role: 'caller',
      protocol: 'audiosocket',
      sampleRate: 8000,
      resumed: false,
    })
    clock.advance(1000)
    call.append({ kind: 'consent.changed', scope: 'transcribe', granted: false, by: 'responder' })
    clock.advance(1000)
    call.append({ kind: 'consent.changed', scope: 'transcribe', granted: true, by: 'responder' })
    clock.advance(1000)
    call.append({ kind: 'leg.left', role: 'caller', reason: 'connection-lost' })
    expect(call.state.unheard).toEqual([
      { reason: 'stopped', startMs: 1000, endMs: 2000 },
      { reason: 'away', role: 'caller', startMs: 3000, endMs: null },
    ])
    call.append({
      kind: 'leg.joined',
      role: 'caller',
      protocol: 'audiosocket',
      sampleRate: 8000,
      resumed: true,
    })
    expect(call.state.unheard).toHaveLength(1)
  })
})
