import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { followCalls } from '../../bench/follow-calls.ts'
import { loadAudio } from '../../fork/audio-source.ts'
import { Pacer } from '../../fork/pacer.ts'
import { playCall } from '../../fork/play-call.ts'
import { prepareFork } from '../../fork/prepare-fork.ts'
import { isStored, type LoggedEvent } from '../../server/call/call-event.ts'
import { scaledClock } from '../scaled-clock.ts'
import { type RunningService, startService } from './running-service.ts'
import { type NetworkProxy, startProxy } from './store/network-proxy.ts'
import { databases, type TestDatabase } from './store/test-databases.ts'

const postgres = databases.find(({ name }) => name.startsWith('PostgreSQL'))
if (!postgres) throw new Error('no such database')

const AUDIO = await loadAudio(
  { kind: 'file', path: fileURLToPath(new URL('../../demo/call/night-shift.flac', import.meta.url)) },
  45,
)
const SPEED = 12

describe.skipIf(postgres.missing)(`the store goes away in mid-call, ${postgres.name}`, () => {
  let database: TestDatabase
  let proxy: NetworkProxy
  let service: RunningService
  beforeEach(async () => {
    database = await postgres.create()
    const url = new URL(database.options.databaseUrl ?? '')
    proxy = await startProxy(new URL(url))
    url.port = `${proxy.port}`
    service = await startService({ DATABASE_URL: url.href }, scaledClock(SPEED))
  })
  afterEach(async () => {
    await service.stop()
    await proxy[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  test('the page is told, the call goes on, and afterwards everything is stored, in order, once', async () => {
    const call = await WatchedCall.begin(service)
    await call.until('transcript.final')
    await proxy.stop()
    expect(await call.until('system.degraded')).toMatchObject({ part: 'store', reason: 'unreachable' })
    for (let finals = 0; finals < 4; finals++) await call.until('transcript.final')
    await proxy.start()
    expect(await call.until('system.recovered')).toMatchObject({ part: 'store' })

    const stored = await call.finish()
    const told = call.events.filter(({ event }) => isStored(event))
    const [first] = told
    const since = stored.filter(({ seq }) => seq >= (first?.seq ?? 0))
    expect(since.map(({ seq, event }) => `${seq} ${event.kind}`)).toEqual(
      told.map(({ seq, event }) => `${seq} ${event.kind}`),
    )
    const { values: lost } = await service.app.metrics.lost.get()
    // Of audio a busy machine may lose some at this speed; of what was written nothing may be.
    expect(lost.filter(({ labels, value }) => labels.what === 'events' && value > 0)).toEqual([])
  })

  test('停止转写 discards what could not be stored', async () => {
    const call = await WatchedCall.begin(service)
    await call.until('transcript.final')
    await service.app.recorded()
    await proxy.stop()
    await call.until('system.degraded')
    for (let finals = 0; finals < 2; finals++) await call.until('transcript.final')
    const acknowledged = acknowledgedIn(service.log)
    await call.command({ type: 'stop-transcription' })
    await call.until('consent.changed')
    await proxy.start()
    await call.until('system.recovered')
    expectNoWordsBut(acknowledged, await call.finish())
  })
})

/** The numbers of the events that the service said were stored. */
function acknowledgedIn(log: readonly string[]): Set<number> {
  return new Set(log.flatMap((line) => (JSON.parse(line) as { seqs?: number[] }).seqs ?? []))
}

function expectNoWordsBut(acknowledged: ReadonlySet<number>, stored: readonly LoggedEvent[]): void {
  const words = stored.filter(({ event }) => event.kind === 'transcript.final')
  expect(words.length).toBeGreaterThan(0)
  expect(words.map(({ seq }) => seq).filter((seq) => !acknowledged.has(seq))).toEqual([])
  expect(stored.map(({ event }) => event.kind)).toContain('consent.changed')
  expect(stored.at(-1)?.event.kind).toBe('call.ended')
}

/** The demo call, played to the service and watched as a page does. */
class WatchedCall {
  readonly events: LoggedEvent[] = []
  readonly #service: RunningService
  readonly #waiting = new Set<() => void>()
  #callId = ''
  #over: Promise<unknown> = Promise.resolve()
  #seen = 0

  private constructor(service: RunningService) {
    this.#service = service
  }

  static async begin(service: RunningService): Promise<WatchedCall> {
    const call = new WatchedCall(service)
    const following = followCalls(service.pages, 1, (logged) => {
      call.events.push(logged)
      for (const look of call.#waiting) look()
    })
    const played = playCall({
      fork: prepareFork(AUDIO, 'freeswitch', { layout: 'stereo' }),
      target: { host: '127.0.0.1', port: service.freeswitchPort },
      call: 'outage',
      pacer: new Pacer(scaledClock(SPEED)),
    })
    const [followed] = await following
    if (!followed) throw new Error('no call came')
    call.#callId = followed.callId
    call.#over = Promise.all([played, followed.ended])
    return call
  }

  /** The next event of that kind after the one that was waited for before. */
  until(kind: LoggedEvent['event']['kind']): Promise<LoggedEvent['event']> {
    return new Promise((resolve) => {
      const look = () => {
        const at = this.events.findIndex(({ event }, i) => i >= this.#seen && event.kind === kind)
        const found = this.events[at]
        if (!found) return
        this.#waiting.delete(look)
        this.#seen = at + 1
        resolve(found.event)
      }
      this.#waiting.add(look)
      look()
    })
  }

  async command(command: object): Promise<void> {
    const live = new WebSocket(`${this.#service.pages.replace('http', 'ws')}api/calls/${this.#callId}/live`)
    await once(live, 'open')
    live.send(JSON.stringify(command))
    live.close()
  }

  /** What is stored when it is over. */
  async finish(): Promise<LoggedEvent[]> {
    await this.#over
    await this.#service.app.recorded()
    return this.#service.app.callLog.read(this.#callId)
  }
}
