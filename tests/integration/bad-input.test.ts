import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { followCalls } from '../../bench/follow-calls.ts'
import { type CallAudio, loadAudio } from '../../fork/audio-source.ts'
import { identityFrame } from '../../fork/audiosocket-peer.ts'
import type { CallReport } from '../../fork/call-report.ts'
import type { Malformation, malformedAudiosocket, malformedFreeswitch } from '../../fork/malformed.ts'
import { Pacer } from '../../fork/pacer.ts'
import { playCall } from '../../fork/play-call.ts'
import { prepareFork } from '../../fork/prepare-fork.ts'
import { type Clock, systemClock } from '../../server/audio/clock.ts'
import type { ForkProtocol } from '../../server/audio/leg.ts'
import type { LoggedEvent } from '../../server/call/call-event.ts'
import { ManualClock } from '../manual-clock.ts'
import { scaledClock } from '../scaled-clock.ts'
import { type RunningService, startService } from './running-service.ts'
import { DEMO_LABELS } from './speech/demo-turns.ts'

/** Long enough for a connection that says nothing to be given up (s). */
const SECONDS = 22
const AUDIO = await loadAudio(
  { kind: 'file', path: fileURLToPath(new URL('../../demo/call/night-shift.flac', import.meta.url)) },
  SECONDS,
)
const { turns } = JSON.parse(await readFile(DEMO_LABELS, 'utf8')) as {
  turns: { role: string; end: number; text: string }[]
}
const SPOKEN = turns.filter(({ end }) => end < SECONDS)
/** Times faster than life; not more, since the bad peers share this process, and their work delays the good ones. */
const SPEED = 2

/** The good calls' names, and what a bad peer plants where a name is due. */
const GOOD: Record<ForkProtocol, string> = {
  freeswitch: 'sip-13800138000-good',
  audiosocket: '7c1d9f20-5b7d-4e8f-a6c0-91d2e3f4a501',
}
const PLANTED = 'lin-xiaoyu-13900139000'
const PLANTED_UUID = 'badc0de0-5b7d-4e8f-a6c0-91d2e3f4a501'
const PROTOCOLS = ['freeswitch', 'audiosocket'] satisfies ForkProtocol[]

function target(service: RunningService, protocol: ForkProtocol) {
  const port = protocol === 'freeswitch' ? service.freeswitchPort : service.audiosocketPort
  return { host: '127.0.0.1', port }
}

/** Plays the demo call over both protocols while `meanwhile` happens; both must come out whole. */
async function besideGoodCalls(service: RunningService, clock: Clock, meanwhile: () => Promise<void>) {
  const following = followCalls(service.pages, 2)
  const played = PROTOCOLS.map((protocol) =>
    playCall({
      fork: prepareFork(AUDIO, protocol, {
        layout: protocol === 'freeswitch' ? 'stereo' : 'two-connections',
      }),
      target: target(service, protocol),
      call: GOOD[protocol],
      pacer: new Pacer(clock),
    }),
  )
  const calls = await following
  await meanwhile()
  // Whatever was done to the service was done while they talked.
  expect(calls.flatMap(({ events }) => kinds(events))).not.toContain('call.ended')
  await Promise.all([...played, ...calls.map(({ ended }) => ended)])
  await service.app.recorded()
  expect(calls).toHaveLength(2)
  for (const { callId, events } of calls) {
    for (const role of ['caller', 'responder']) {
      const spoken = SPOKEN.filter((turn) => turn.role === role)
      expect(words(events, role)).toBe(spoken.map(({ text }) => text).join(''))
    }
    expect(kinds(events)).not.toContain('leg.gap')
    const stored = await service.app.callLog.read(callId)
    expect(kinds(stored).filter((kind) => kind === 'transcript.final')).toHaveLength(
      kinds(events).filter((kind) => kind === 'transcript.final').length,
    )
  }
}

function kinds(log: readonly LoggedEvent[]): string[] {
  return log.map(({ event }) => event.kind)
}

function words(log: readonly LoggedEvent[], role: string): string {
  return log
    .map(({ event }) => (event.kind === 'transcript.final' && event.role === role ? event.text : ''))
    .join('')
}

/** What was refused, as `protocol reason`, from the page that Prometheus reads. */
async function refusals(service: RunningService): Promise<Map<string, number>> {
  const text = await (await fetch(`${service.pages}metrics`)).text()
  const lines = text.matchAll(/^hotline_fork_refused_total\{protocol="(.*)",reason="(.*)"\} (\d+)$/gm)
  return new Map([...lines].map(([, protocol, reason, count]) => [`${protocol} ${reason}`, Number(count)]))
}

function expectNothingPersonalIn(log: readonly string[]): void {
  const text = log.join('')
  const callNames = [...Object.values(GOOD), PLANTED_UUID].map((name) => name.slice(4, 16))
  for (const planted of [...callNames, '13800138000', '13900139000', 'xiaoyu', 'passwd', 'X-Injected'])
    expect(text).not.toContain(planted)
}

describe('while two good calls go on', () => {
  const clock = scaledClock(SPEED)
  let service: RunningService
  beforeEach(async () => {
    service = await startService({}, clock)
  })
  afterEach(() => service.stop())

  /** What each malformation is refused for; null where the protocol takes it in its stride. */
  const REASONS: Record<ForkProtocol, Partial<Record<Malformation, string | null>>> = {
    freeswitch: {
      'odd-bytes': null,
      'giant-frame': 'frame-too-large',
      'text-audio': null,
      'endless-metadata': 'metadata-too-long',
      'no-audio': null,
      'silent-connection': 'identity-timeout',
      'no-identity': 'identity-timeout',
      'bad-identity': 'hostile-identity',
      'long-identity': 'hostile-identity',
      'wrong-rate': 'unsupported-rate',
      'wrong-path': 'not-found',
      'audio-after-stop': 'flushed',
    } satisfies Record<keyof typeof malformedFreeswitch, string | null>,
    audiosocket: {
      'odd-bytes': null,
      'giant-frame': 'frame-too-large',
      'text-audio': 'unknown-frame',
      'endless-metadata': 'unknown-frame',
      'no-audio': null,
      'silent-connection': 'identity-timeout',
      'no-identity': 'missing-identity',
      'bad-identity': 'missing-identity',
      'nil-identity': 'missing-identity',
      'second-identity': 'malformed-frame',
      'wrong-rate': 'unsupported-rate',
      'cut-frame': null,
      'audio-after-stop': 'flushed',
    } satisfies Record<keyof typeof malformedAudiosocket, string | null>,
  }
  const malformations = PROTOCOLS.flatMap((protocol) =>
    (Object.entries(REASONS[protocol]) as [Malformation, string | null][]).map(([malformed, reason]) => ({
      protocol,
      malformed,
      reason,
    })),
  )

  test('every malformed fork is answered in its protocol and counted, and nonsense at the port for people too', async () => {
    const second = (audio: CallAudio, seconds: number): CallAudio => ({
      caller: {
        samples: audio.caller.samples.subarray(0, seconds * audio.caller.sampleRate),
        sampleRate: audio.caller.sampleRate,
      },
      responder: null,
    })
    const forks = {
      freeswitch: prepareFork(second(AUDIO, 2), 'freeswitch', { layout: 'mono' }),
      audiosocket: prepareFork(second(AUDIO, 2), 'audiosocket', { layout: 'mono' }),
    }
    /** Long enough for what is given time to name itself. */
    const patient = {
      freeswitch: prepareFork(second(AUDIO, 14), 'freeswitch', { layout: 'mono' }),
      audiosocket: prepareFork(second(AUDIO, 14), 'audiosocket', { layout: 'mono' }),
    }
    const reports = new Map<string, CallReport>()
    await besideGoodCalls(service, clock, async () => {
      await talkNonsenseToPages(service)
      await Promise.all(
        malformations.map(async ({ protocol, malformed }, i) => {
          const waits = malformed === 'silent-connection' || malformed === 'no-identity'
          const report = await playCall({
            fork: (waits ? patient : forks)[protocol],
            target: target(service, protocol),
            call: protocol === 'freeswitch' ? `${PLANTED}-${i}` : PLANTED_UUID.replace('bad', `b${10 + i}`),
            pacer: new Pacer(clock),
            malformed,
          })
          reports.set(`${protocol} ${malformed}`, report)
        }),
      )
    })
    const counted = await refusals(service)
    const expected = new Map<string, number>()
    for (const { protocol, malformed, reason } of malformations) {
      const [connection] = reports.get(`${protocol} ${malformed}`)?.connections ?? []
      if (!connection) throw new Error('it was not played')
      const refused = reason !== null
      expect(`${malformed} ${connection.outcome}`).toBe(
        `${malformed} ${refused ? (connection.answer.httpStatus ? 'refused' : 'closed-early') : 'completed'}`,
      )
      if (!refused) continue
      // Of a message that is too long, ws says the code and no words.
      if (connection.answer.closeCode === 1009 && malformed === 'giant-frame')
        expect(connection.answer.reason).toBe('')
      else if (protocol === 'freeswitch') expect(connection.answer.reason.trim()).toBe(reason)
      else if (reason !== 'flushed') expect(connection.answer.hangups).toBe(1)
      if (reason === 'flushed') continue
      expected.set(`${protocol} ${reason}`, (expected.get(`${protocol} ${reason}`) ?? 0) + 1)
    }
    for (const [which, count] of expected) expect(`${which} ${counted.get(which)}`).toBe(`${which} ${count}`)
    expect(counted.get('freeswitch text-ignored')).toBeGreaterThan(0)
    expectNothingPersonalIn(service.log)
  })

  test('1,000 connections that say nothing on each port are let go, and people are served meanwhile', async () => {
    await besideGoodCalls(service, clock, async () => {
      await sayNothing(Number(new URL(service.pages).port))
      const ports = PROTOCOLS.map((protocol) => target(service, protocol).port)
      const silent = (await Promise.all(ports.map(sayNothing))).flat()
      expect((await fetch(`${service.pages}health`)).status).toBe(200)
      await Promise.all(silent.map((socket) => socket.closed || once(socket, 'close')))
    })
    const counted = await refusals(service)
    for (const protocol of PROTOCOLS) {
      const tooMany = counted.get(`${protocol} too-many-silent-connections`) ?? 0
      const tooLong = counted.get(`${protocol} identity-timeout`) ?? 0
      expect(tooMany).toBeGreaterThan(0)
      expect(tooMany + tooLong).toBe(1000)
    }
  })
})

describe('one name for two', () => {
  let service: RunningService
  beforeAll(async () => {
    service = await startService({ RESUME_SECONDS: '60' })
  })
  afterAll(() => service.stop())

  test.each(PROTOCOLS)(
    'a second live call of one name is refused over %s, the first goes on; its leg comes back at another rate',
    async (protocol) => {
      const play = (rate: 8000 | 16000, signal?: AbortSignal) =>
        playCall({
          // The responder's voice, who speaks first.
          fork: prepareFork({ caller: AUDIO.responder ?? AUDIO.caller, responder: null }, protocol, {
            layout: 'mono',
            rate,
          }),
          target: target(service, protocol),
          call: GOOD[protocol],
          pacer: new Pacer(systemClock),
          ...(signal && { signal }),
        })
      const talking = Promise.withResolvers<void>()
      const hangUp = new AbortController()
      const seen = new Set<string>()
      const following = followCalls(service.pages, PROTOCOLS.indexOf(protocol) + 1, ({ event }) => {
        if (event.kind === 'speech.started') talking.resolve()
        seen.add(event.kind)
      })
      const first = play(8000, hangUp.signal)
      const calls = await following
      await talking.promise
      const [second] = (await play(8000)).connections
      expect(second).toMatchObject({ outcome: 'closed-early' })
      if (protocol === 'freeswitch')
        expect(second?.answer).toMatchObject({ closeCode: 4409, reason: 'leg-already-connected' })
      else expect(second?.answer.hangups).toBe(1)
      hangUp.abort()
      expect((await first).connections).toMatchObject([{ outcome: 'hung-up', framesOverrun: 0 }])
      expect((await refusals(service)).get(`${protocol} leg-already-connected`)).toBe(1)
      expect(seen).not.toContain('leg.gap')

      if (protocol === 'audiosocket') {
        // Its format is pinned to 8 kHz in these tests.
        const [other] = (await play(16000)).connections
        expect(other).toMatchObject({ outcome: 'closed-early', answer: { hangups: 1 } })
        expect((await refusals(service)).get('audiosocket rate-mismatch')).toBe(1)
        return
      }
      const again = new AbortController()
      const back = play(16000, again.signal)
      const [call] = calls
      await expect
        .poll(() => call?.events.map(({ event }) => event))
        .toContainEqual(
          expect.objectContaining({ kind: 'leg.joined', role: 'caller', sampleRate: 16000, resumed: true }),
        )
      again.abort()
      expect((await back).connections).toMatchObject([{ outcome: 'hung-up' }])
      expectNothingPersonalIn(service.log)
    },
  )
})

test('a fork that never sends audio is let go by the clock', async () => {
  const clock = new ManualClock()
  const service = await startService({}, clock)
  const freeswitch = new WebSocket(
    `ws://127.0.0.1:${service.freeswitchPort}/fork/freeswitch?call=${PLANTED}&rate=8000`,
  )
  const audiosocket = connect(service.audiosocketPort, '127.0.0.1')
  audiosocket.write(identityFrame(PLANTED_UUID))
  audiosocket.resume()
  const closed = Promise.all([once(freeswitch, 'close'), once(audiosocket, 'close')])
  await new Promise<void>((resolve) => {
    const look = () => service.app.calls.size === 2 && resolve()
    service.app.calls.onChange(look)
    look()
  })
  clock.advance(600_000)
  const [[code, reason]] = await closed
  expect([code, String(reason)]).toEqual([1008, 'no-audio'])
  const counted = await refusals(service)
  for (const protocol of PROTOCOLS) expect(counted.get(`${protocol} no-audio`)).toBe(1)
  expectNothingPersonalIn(service.log)
  await service.stop()
})

async function talkNonsenseToPages(service: RunningService): Promise<void> {
  const { host, port } = new URL(service.pages)
  const live = `ws://${host}/api/live`
  expect(await statusOf(port, '/', { host: 'rebound.example' })).toBe(403)
  expect(await statusOf(port, '/', { origin: 'http://evil.example' })).toBe(403)
  expect(await upgradeStatus(live, 'http://evil.example')).toBe(403)
  for (const path of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc%2fpasswd', '/%'])
    expect([400, 403, 404]).toContain(await statusOf(port, path))
  expect(await rawAnswer(port, '\u0016\u0003\u0001 nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  expect(await rawAnswer(port, `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4/)

  const [{ callId } = { callId: '' }] = service.app.calls.list()
  const call = `ws://${host}/api/calls/${callId}/live`
  expect(await closeOf(call, '{"type":"purge"}')).toEqual([1008, 'bad-message'])
  expect(await closeOf(call, `not JSON ${PLANTED}`)).toEqual([1008, 'bad-message'])
  expect(await closeOf(call, Buffer.from([0xff, 0xfe]))).toEqual([1008, 'bad-message'])
  expect(await closeOf(call, `{"type":"notice-given","x":"${'x'.repeat(20_000)}"}`)).toEqual([1009, ''])
  expect(await closeOf(`${call}?seq=-1`)).toEqual([1008, 'bad-message'])
  expect(await closeOf(`ws://${host}/api/calls/${PLANTED}/live`)).toEqual([1008, 'unknown-call'])
}

/** A few at a time: the good calls' frames have to get through this process too. */
async function sayNothing(port: number): Promise<Socket[]> {
  const sockets: Socket[] = []
  while (sockets.length < 1000) {
    const few = Array.from({ length: 20 }, () => connect(port, '127.0.0.1').resume())
    for (const socket of few) socket.on('error', () => {})
    await Promise.all(few.map((socket) => once(socket, 'connect')))
    sockets.push(...few)
  }
  return sockets
}

/** The status of a request whose path goes out as it is. */
async function statusOf(port: string, path: string, headers: Record<string, string> = {}) {
  const [response] = await once(request({ port, path, host: '127.0.0.1', headers }).end(), 'response')
  response.resume()
  return response.statusCode as number
}

async function upgradeStatus(url: string, origin: string): Promise<number> {
  const socket = new WebSocket(url, { origin })
  socket.on('error', () => {})
  const [, response] = await once(socket, 'unexpected-response')
  socket.terminate()
  return response.statusCode
}

async function rawAnswer(port: string, bytes: string): Promise<string> {
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(bytes)
  const [answer] = await once(socket, 'data')
  socket.destroy()
  return String(answer)
}

/** How the service closes a live socket that says `message`. */
async function closeOf(url: string, message?: string | Buffer): Promise<[number, string]> {
  const socket = new WebSocket(url)
  if (message !== undefined) socket.on('open', () => socket.send(message))
  const [code, reason] = await once(socket, 'close')
  return [code, String(reason)]
}
