import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followCalls } from '../../bench/follow-calls.ts'
import { loadAudio } from '../../fork/audio-source.ts'
import { type Faults, noFaults } from '../../fork/faults.ts'
import { Pacer } from '../../fork/pacer.ts'
import { playCall } from '../../fork/play-call.ts'
import { prepareFork } from '../../fork/prepare-fork.ts'
import type { ForkProtocol } from '../../server/audio/leg.ts'
import type { LoggedEvent } from '../../server/call/call-event.ts'
import { begin, fold } from '../../server/call/fold.ts'
import { scaledClock } from '../scaled-clock.ts'
import { type RunningService, startService } from './running-service.ts'
import { DEMO_LABELS } from './speech/demo-turns.ts'

const AUDIO = await loadAudio({
  kind: 'file',
  path: fileURLToPath(new URL('../../demo/call/night-shift.flac', import.meta.url)),
})
const LABELS = JSON.parse(await readFile(DEMO_LABELS, 'utf8')) as {
  turns: { role: string; text: string }[]
  pii: { turn: number; start: number; end: number }[]
}
const CALL = '3f2a9c1e-5b7d-4e8f-a6c0-91d2e3f4a501'
/** Times faster than life: fast enough for a test, slow enough for voice activity to keep up on any machine. */
const SPEED = 12

interface Played {
  readonly service: RunningService
  readonly live: readonly LoggedEvent[]
  readonly stored: readonly LoggedEvent[]
}

async function play(
  protocol: ForkProtocol,
  faults: Faults,
  env: Record<string, string> = {},
): Promise<Played> {
  const clock = scaledClock(SPEED)
  const service = await startService(env, clock)
  const following = followCalls(service.pages, 1)
  const layout = protocol === 'freeswitch' ? 'stereo' : 'two-connections'
  const played = playCall({
    fork: prepareFork(AUDIO, protocol, { layout, rate: 8000 }),
    target: {
      host: '127.0.0.1',
      port: protocol === 'freeswitch' ? service.freeswitchPort : service.audiosocketPort,
    },
    call: CALL,
    pacer: new Pacer(clock),
    faults,
    seed: 7,
  })
  const [call] = await following
  if (!call) throw new Error('no call came')
  await played
  await call.ended
  await service.app.recorded()
  return { service, live: call.events, stored: await service.app.callLog.read(call.callId) }
}

function words(log: readonly LoggedEvent[], role: string): string {
  const finals = log.map(({ event }) => event).filter((event) => event.kind === 'transcript.final')
  return finals.map((final) => (final.role === role ? final.text : '')).join('')
}

function kinds(log: readonly LoggedEvent[]): string[] {
  return log.map(({ event }) => event.kind)
}

describe.each(['freeswitch', 'audiosocket'] satisfies ForkProtocol[])('a whole call over %s', (protocol) => {
  let played: Played
  beforeAll(async () => {
    played = await play(protocol, noFaults)
  })
  afterAll(() => played.service.stop())

  test('is transcribed live for both parties, without gaps', () => {
    for (const role of ['caller', 'responder']) {
      const spoken = LABELS.turns.filter((turn) => turn.role === role)
      expect(words(played.live, role)).toBe(spoken.map((turn) => turn.text).join(''))
    }
    expect(kinds(played.live)).toContain('transcript.partial')
    expect(kinds(played.live)).not.toContain('leg.gap')
  })

  test('is stored whole, redacted, and without what only the screen needs', () => {
    const kept = words(played.stored, 'caller') + words(played.stored, 'responder')
    for (const { turn, start, end } of LABELS.pii)
      expect(kept).not.toContain(LABELS.turns[turn]?.text.slice(start, end))
    expect(kept).toContain('[姓名1]')
    expect(kept).toContain('[电话1]')
    expect(kept).toContain('没有想过结束生命')
    expect(played.stored.at(-1)?.event).toMatchObject({ kind: 'call.ended', reason: 'left' })
    expect(kinds(played.stored)).not.toContain('transcript.partial')
    expect(kinds(played.stored)).not.toContain('clock.tick')
  })

  test('is the same on the wire and on disk, in the same order', () => {
    const live = new Map(played.live.map(({ seq, event }) => [seq, event.kind]))
    const seen = played.stored.filter(({ seq }) => live.has(seq))
    expect(seen.map(({ event }) => event.kind)).toEqual(seen.map(({ seq }) => live.get(seq)))
    const order = played.stored.map(({ seq }) => seq)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    const [first, ...rest] = played.stored.map(({ event }) => event)
    if (first?.kind !== 'call.started') throw new Error('the log does not begin with the call')
    expect(rest.reduce(fold, begin(first))).toMatchObject({ ended: 'left', open: [], troubles: [] })
  })

  test('leaves nothing of what was said, and no name of the PBX, in the log of the service', () => {
    const log = played.service.log.join('')
    for (const { text } of LABELS.turns) expect(log).not.toContain(text.slice(0, 6))
    expect(log).not.toContain(CALL.slice(0, 8))
  })
})

test.each(['freeswitch', 'audiosocket'] satisfies ForkProtocol[])(
  'a fork over %s that is cut and comes back goes on in the same log, with the gap marked',
  async (protocol) => {
    const faults = { ...noFaults, disconnect: { atMs: 20_000, reconnectAfterMs: 8000 } }
    const { service, stored } = await play(protocol, faults, { RESUME_SECONDS: '20' })
    await service.stop()
    const events = stored.map(({ event }) => event)
    const gaps = events.filter((event) => event.kind === 'leg.gap')
    expect(new Set(gaps.map((gap) => gap.role))).toEqual(new Set(['caller', 'responder']))
    for (const gap of gaps) {
      expect(gap.reason).toBe('reconnect')
      expect(gap.endMs - gap.startMs).toBeGreaterThan(7000)
    }
    const joined = events.filter((event) => event.kind === 'leg.joined')
    expect(joined.map(({ resumed }) => resumed)).toEqual([false, false, true, true])
    expect(words(stored, 'responder')).toContain('再见')
  },
)

test('where the responder gives the notice, nothing is stored before it, and the caller is not even recognised', async () => {
  const { service, live, stored } = await play('freeswitch', noFaults, { NOTICE_POLICY: 'responder' })
  await service.stop()
  const events = stored.map(({ event }) => event)
  expect(events.find((event) => event.kind === 'notice.given')).toMatchObject({ by: 'heard' })
  const noticeMs = events.find((event) => event.kind === 'notice.given')?.atMs ?? 0
  const early = live.map(({ event }) => event).filter((event) => event.atMs < noticeMs)
  expect(
    early.some((event) => event.kind.startsWith('transcript.') && 'role' in event && event.role === 'caller'),
  ).toBe(false)
  expect(words(stored, 'responder')).not.toContain('心理援助热线')
  expect(words(stored, 'responder')).toContain('再见')
  expect(words(stored, 'caller')).toContain('没有想过结束生命')
})
