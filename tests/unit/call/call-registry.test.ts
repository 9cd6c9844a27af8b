import { beforeEach, describe, expect, test } from 'vitest'
import type { LegAnnouncement, LegWriter } from '../../../server/audio/leg.ts'
import { CallEvent, type LoggedEvent } from '../../../server/call/call-event.ts'
import { CallRegistry, type Hearing } from '../../../server/call/call-registry.ts'
import type { Restored } from '../../../server/call/call-session.ts'
import { mayTranscribe } from '../../../server/call/call-state.ts'
import { type NoticeWords, noticeObserver } from '../../../server/call/notice.ts'
import { ManualClock } from '../../manual-clock.ts'

const WORDS: NoticeWords = {
  version: 1,
  clause: { source: 'test', text: 'test' },
  heard: { all: [['通话'], ['录音', '转写']], not: ['不录音'] },
}

/** Hears nothing, but keeps the time of its audio as a real one does. */
class QuietHearing implements Hearing {
  readonly #clock: ManualClock
  #lastMs: number | null = null
  discarded = 0

  constructor(clock: ManualClock) {
    this.#clock = clock
  }
  get silentForMs() {
    return this.#lastMs === null ? null : this.#clock.now() - this.#lastMs
  }
  get heardToMs() {
    return this.#lastMs
  }
  write() {
    this.#lastMs = this.#clock.now()
  }
  gap() {}
  flush() {}
  checkPause() {}
  discard() {
    this.discarded += 1
  }
  async end() {}
}

describe('CallRegistry', () => {
  let clock: ManualClock
  let told: LoggedEvent[]
  let hearings: QuietHearing[]
  let restorable: Map<string, Restored>
  let numbers: [callId: string, number: string][]

  const registry = (options: Partial<ConstructorParameters<typeof CallRegistry>[0]> = {}) =>
    new CallRegistry({
      clock,
      observers: [noticeObserver(WORDS)],
      noticePolicy: 'pbx',
      recognizer: { name: 'test', scripted: false },
      hear: () => {
        const hearing = new QuietHearing(clock)
        hearings.push(hearing)
        return hearing
      },
      record: () => () => (logged) => told.push(logged),
      onCallerNumber: (session, number) => numbers.push([session.callId, number]),
      restore: (pbxCall) => restorable.get(pbxCall) ?? null,
      resumeMs: 15_000,
      maxCalls: 2,
      ...options,
    })

  beforeEach(() => {
    clock = new ManualClock()
    told = []
    hearings = []
    restorable = new Map()
    numbers = []
  })

  const events = () => told.map(({ event }) => event).filter((event) => event.kind !== 'clock.tick')
  const kinds = () => events().map((event) => event.kind)
  const leg = (role: 'caller' | 'responder', pbxCall = 'a'): LegAnnouncement => ({
    pbxCall,
    role,
    protocol: 'freeswitch',
    sampleRate: 8000,
    heldMs: 0,
  })
  const join = (calls: CallRegistry, announcement: LegAnnouncement): LegWriter => {
    const answer = calls.join(announcement)
    if ('refused' in answer) throw new Error(answer.refused)
    return answer
  }

  test('legs of one call come together in any order, seconds apart', () => {
    const calls = registry()
    join(calls, leg('responder'))
    clock.advance(4000)
    join(calls, leg('caller'))
    expect(kinds()).toEqual(['call.started', 'notice.given', 'leg.joined', 'leg.joined'])
    expect(events().at(-1)).toMatchObject({ role: 'caller', atMs: 4000, resumed: false })
    expect(calls.size).toBe(1)
  })

  test('every event fits the schema and is numbered without holes', () => {
    const calls = registry()
    join(calls, leg('caller')).end('hangup')
    clock.advance(60_000)
    for (const { event } of told) expect(CallEvent.parse(event)).toEqual(event)
    expect(told.map(({ seq }) => seq)).toEqual(told.map((_, i) => i + 1))
  })

  test('a leg that comes back goes on, with the gap marked', async () => {
    const calls = registry()
    const first = join(calls, leg('caller'))
    clock.advance(5000)
    first.write(new Int16Array(160))
    first.end('connection-lost')
    clock.advance(3000)
    join(calls, leg('caller'))
    expect(events().slice(-2)).toMatchObject([
      { kind: 'leg.joined', resumed: true },
      { kind: 'leg.gap', reason: 'reconnect', startMs: 5000, endMs: 8000 },
    ])
    clock.advance(60_000)
    await Promise.resolve()
    expect(kinds()).not.toContain('call.ended')
  })

  test('a call whose legs stay away ends after the resume time', async () => {
    const calls = registry()
    join(calls, leg('caller')).end('hangup')
    clock.advance(14_000)
    expect(calls.size).toBe(1)
    clock.advance(1000)
    await new Promise(setImmediate)
    expect(events().at(-1)).toMatchObject({ kind: 'call.ended', reason: 'left' })
    expect(calls.size).toBe(0)
  })

  test('a second connection for a leg that is alive is refused; a dead one is replaced', () => {
    const calls = registry()
    const first = join(calls, leg('caller'))
    const closed: string[] = []
    first.onClose((reason) => closed.push(reason))
    first.write(new Int16Array(160))
    expect(calls.join(leg('caller'))).toEqual({ refused: 'leg-already-connected' })
    clock.advance(1500)
    join(calls, leg('caller'))
    expect(closed).toEqual(['replaced'])
  })

  test('more calls than allowed are refused, and the others go on', () => {
    const calls = registry()
    join(calls, leg('caller', 'a'))
    join(calls, leg('caller', 'b'))
    expect(calls.join(leg('caller', 'c'))).toEqual({ refused: 'too-many-calls' })
    join(calls, leg('responder', 'a'))
  })

  test('a leg without frames is reported after 15 s and closed after 60 s', () => {
    const calls = registry()
    const writer = join(calls, leg('caller'))
    const closed: string[] = []
    writer.onClose((reason) => closed.push(reason))
    writer.write(new Int16Array(160))
    clock.advance(16_000)
    expect(events().at(-1)).toMatchObject({ kind: 'system.degraded', part: 'audio', role: 'caller' })
    writer.write(new Int16Array(160))
    clock.advance(2000)
    expect(events().at(-1)).toMatchObject({ kind: 'system.recovered', part: 'audio' })
    clock.advance(60_000)
    expect(closed).toEqual(['idle'])
    expect(events().findLast((event) => event.kind === 'leg.left')).toMatchObject({ reason: 'idle' })
  })

  test('a leg that never sent anything is not taken for a broken one', () => {
    const calls = registry()
    join(calls, leg('caller'))
    clock.advance(120_000)
    expect(kinds()).toEqual(['call.started', 'notice.given', 'leg.joined'])
  })

  test('停止转写 discards what is being recognised; only a new consent begins again', () => {
    const calls = registry()
    join(calls, leg('caller'))
    const [{ callId } = { callId: '' }] = calls.list()
    calls.command(callId, { type: 'stop-transcription' })
    calls.command(callId, { type: 'stop-transcription' })
    expect(hearings[0]?.discarded).toBe(1)
    expect(events().filter((event) => event.kind === 'consent.changed')).toHaveLength(1)
    expect(mayTranscribe(calls.session(callId)?.state ?? fail())).toBe(false)
    calls.command(callId, { type: 'resume-transcription' })
    expect(mayTranscribe(calls.session(callId)?.state ?? fail())).toBe(true)
  })

  test.each([
    ['您好本次通话会录音', true],
    ['您好请问有什么可以帮您', false],
    ['这次通话不录音也不转写', false],
  ])('where the responder gives the notice, %s → %s', (text, given) => {
    const calls = registry({ noticePolicy: 'responder' })
    join(calls, leg('responder'))
    const [{ callId } = { callId: '' }] = calls.list()
    const session = calls.session(callId) ?? fail()
    session.append({
      kind: 'transcript.final',
      role: 'caller',
      segmentId: 'c1',
      startMs: 0,
      endMs: 9,
      text: '本次通话会录音',
    })
    expect(session.state.noticeGiven).toBe(false)
    session.append({
      kind: 'transcript.final',
      role: 'responder',
      segmentId: 'r2',
      startMs: 0,
      endMs: 9,
      text,
    })
    expect(session.state.noticeGiven).toBe(given)
  })

  test('trouble is told to the calls that are live and to those that begin while it lasts', () => {
    const calls = registry()
    join(calls, leg('caller', 'a'))
    calls.degrade({ part: 'recognizer', reason: 'crashed' })
    join(calls, leg('caller', 'b'))
    const troubles = () => calls.list().map(({ troubled }) => troubled)
    expect(troubles()).toEqual([true, true])
    calls.recover('recognizer')
    expect(troubles()).toEqual([false, false])
  })

  test('a call that an earlier process left open goes on in its log', () => {
    restorable.set('a', {
      callId: '0198d6a2-7c1e-7b3a-9f00-000000000001',
      startedAt: new Date(clock.date().getTime() - 60_000),
      lastSeq: 41,
      lastAtMs: 50_000,
      events: [
        {
          seq: 1,
          event: {
            kind: 'call.started',
            atMs: 0,
            startedAt: '2026-11-22T15:37:00.000Z',
            noticePolicy: 'pbx',
            recognizer: { name: 'test', scripted: false },
          },
        },
        { seq: 2, event: { kind: 'notice.given', atMs: 0, by: 'pbx' } },
        {
          seq: 3,
          event: {
            kind: 'leg.joined',
            atMs: 5,
            role: 'caller',
            protocol: 'freeswitch',
            sampleRate: 8000,
            resumed: false,
          },
        },
        {
          seq: 4,
          event: { kind: 'speech.started', atMs: 40_000, role: 'caller', segmentId: 'c7', startMs: 39_000 },
        },
      ],
    })
    const calls = registry()
    join(calls, leg('caller'))
    expect(told[0]).toMatchObject({ seq: 42, event: { kind: 'call.resumed', atMs: 60_000, awayMs: 10_000 } })
    expect(events().slice(1)).toMatchObject([
      { kind: 'leg.joined', resumed: true },
      { kind: 'leg.gap', reason: 'reconnect', startMs: 50_000, endMs: 60_000 },
    ])
    expect(calls.session('0198d6a2-7c1e-7b3a-9f00-000000000001')?.nextSegment()).toBe(8)
  })

  test('closing keeps the calls open for the next process and lets nobody in', async () => {
    const calls = registry()
    join(calls, leg('caller'))
    await calls.close()
    expect(kinds()).not.toContain('call.ended')
    expect(events().at(-1)).toMatchObject({ kind: 'leg.left', reason: 'shutdown' })
    expect(calls.join(leg('caller', 'b'))).toEqual({ refused: 'shutting-down' })
  })
})

function fail(): never {
  throw new Error('no such call')
}
