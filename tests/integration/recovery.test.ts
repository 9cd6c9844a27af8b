import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { followCalls } from '../../bench/follow-calls.ts'
import { killAndRecover } from '../../bench/kill-recovery.ts'
import { ServiceProcess } from '../../bench/service-process.ts'
import { loadAudio } from '../../fork/audio-source.ts'
import { Pacer } from '../../fork/pacer.ts'
import { playCall } from '../../fork/play-call.ts'
import { prepareFork } from '../../fork/prepare-fork.ts'
import { systemClock } from '../../server/audio/clock.ts'
import type { EventOf, LoggedEvent } from '../../server/call/call-event.ts'
import { begin, fold } from '../../server/call/fold.ts'
import { type CallLogOptions, openCallLog } from '../../server/store/open-call-log.ts'
import { DEMO_LABELS } from './speech/demo-turns.ts'
import { databases } from './store/test-databases.ts'

const KILLS = 3
const SEED = 962525

function envFor({ databaseUrl, dataDir, keysDir }: CallLogOptions): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    KEYS_DIR: keysDir,
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    RECOGNIZER: 'scripted',
    SCRIPT: DEMO_LABELS,
    RESUME_SECONDS: '1',
  }
}

function eventsOf<Kind extends LoggedEvent['event']['kind']>(log: readonly LoggedEvent[], kind: Kind) {
  return log.map(({ event }) => event).filter((event): event is EventOf<Kind> => event.kind === kind)
}

function expectOneWholeLog(log: readonly LoggedEvent[]): void {
  const seqs = log.map(({ seq }) => seq)
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
  const [first, ...rest] = log.map(({ event }) => event)
  if (first?.kind !== 'call.started') throw new Error('the log does not begin with the call')
  expect(rest.reduce(fold, begin(first))).toMatchObject({ ended: 'left', open: [], troubles: [] })
  expect(eventsOf(log, 'call.started')).toHaveLength(1)
  expect(eventsOf(log, 'call.ended')).toHaveLength(1)
}

for (const kind of databases) {
  describe.skipIf(kind.missing)(`a call whose service goes away, ${kind.name}`, () => {
    test(`goes on in the same log after each of ${KILLS} kill -9, with nothing lost or doubled`, async () => {
      await using database = await kind.create()
      const recovery = await killAndRecover({ env: envFor(database.options), kills: KILLS, seed: SEED })
      expect(recovery).toMatchObject({ lost: 0, doubled: 0 })
      expect(recovery.logs).toHaveLength(1)
      const [log = []] = recovery.logs
      expectOneWholeLog(log)
      expect(recovery.acknowledged).toBeGreaterThan(0)
      expect(recovery.resumedMs.length).toBeGreaterThan(0)
      // A process that was killed at once has left no event; one that was killed in between, no acknowledgement.
      const resumed = eventsOf(log, 'call.resumed').length
      expect(resumed).toBeGreaterThanOrEqual(recovery.resumedMs.length)
      expect(resumed).toBeLessThanOrEqual(KILLS)
      const gaps = eventsOf(log, 'leg.gap').filter(({ reason }) => reason === 'reconnect')
      expect(new Set(gaps.map(({ role }) => role))).toEqual(new Set(['caller', 'responder']))
      const settled = [...eventsOf(log, 'transcript.final'), ...eventsOf(log, 'transcript.dropped')]
      expect(settled.length).toBeGreaterThan(0)
    }, 90_000)

    test('is told to stop in mid-sentence, keeps the last words, and goes on with it after the restart', async () => {
      await using database = await kind.create()
      const { options } = database
      const call = randomUUID()
      const stopped = await stopInMidSentence(envFor(options), call)

      const { log, refHash } = await openCallLog(options)
      const [open, ...others] = await log.openCalls()
      if (!open) throw new Error('no call was left open')
      expect(others).toEqual([])
      expect(Buffer.from(open.refHash)).toEqual(Buffer.from(refHash(call)))
      const kept = await log.read(open.callId)
      await log.close()
      expect(stopped.exitCode).toBe(0)
      expect(eventsOf(kept, 'transcript.final').map(({ segmentId }) => segmentId)).toContain(
        stopped.segmentId,
      )
      expect(eventsOf(kept, 'call.ended')).toEqual([])
      for (const left of eventsOf(kept, 'leg.left')) expect(left.reason).toBe('shutdown')

      const whole = await goOn(envFor(options), call, open.callId, options)
      expect(whole.slice(0, kept.length)).toEqual(kept)
      expectOneWholeLog(whole)
      expect(eventsOf(whole, 'call.resumed')).toHaveLength(1)
    })
  })
}

const audio = await loadAudio({
  kind: 'file',
  path: fileURLToPath(new URL('../../demo/call/night-shift.flac', import.meta.url)),
})

function play(service: ServiceProcess, call: string, signal?: AbortSignal) {
  return playCall({
    fork: prepareFork(audio, 'freeswitch', { layout: 'stereo' }),
    target: { host: '127.0.0.1', port: service.freeswitchPort },
    call,
    pacer: new Pacer(systemClock),
    ...(signal && { signal }),
  })
}

/** Stops the service with SIGTERM while a party is speaking; tells in which segment. */
async function stopInMidSentence(env: Record<string, string>, call: string) {
  const service = await ServiceProcess.start(env)
  const speaking = Promise.withResolvers<string>()
  const following = followCalls(service.pages, 1, ({ event }) => {
    if (event.kind === 'transcript.partial') speaking.resolve(event.segmentId)
  })
  const played = play(service, call)
  await following
  const segmentId = await speaking.promise
  await holdOnTo(service.pages)
  const exitCode = await service.stop('SIGTERM')
  await played
  return { segmentId, exitCode }
}

/** The PBX comes back to a new process, and then hangs up. */
async function goOn(env: Record<string, string>, call: string, callId: string, options: CallLogOptions) {
  const service = await ServiceProcess.start(env)
  const hangUp = new AbortController()
  const following = followCalls(service.pages, 1, ({ event }) => {
    if (event.kind === 'transcript.partial') hangUp.abort()
  })
  const played = play(service, call, hangUp.signal)
  const [followed] = await following
  expect(followed?.callId).toBe(callId)
  await Promise.all([played, followed?.ended])
  await service.stop('SIGTERM')
  const { log } = await openCallLog(options)
  const whole = await log.read(callId)
  await log.close()
  return whole
}

/** Connections to the pages that would not end by themselves. */
async function holdOnTo(pages: string): Promise<void> {
  const { host, hostname, port } = new URL(pages)
  const upgrade = (path: string, origin: string) =>
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
  const open = (bytes: string) => {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    socket.write(bytes)
    return socket
  }
  open('')
  open('GET / HTTP/1.1\r\n')
  const refused = open(upgrade('/api/live', 'http://evil.example'))
  const deaf = open(upgrade('/api/live', `http://${host}`))
  await Promise.all([once(refused, 'data'), once(deaf, 'data')])
}
