import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Clock, systemClock } from '../../server/audio/clock.ts'
import type { LegWriter } from '../../server/audio/leg.ts'
import type { CallEvent } from '../../server/call/call-event.ts'
import type { CallSession } from '../../server/call/call-session.ts'
import { type RunningService, startService } from './running-service.ts'
import { databases, type TestDatabase } from './store/test-databases.ts'

const HOUR_MS = 3_600_000
const SPOKEN = '一三八零零一三八零零零'
const WRITTEN = '13800138000'
/** Typed as a reason, with a number of somebody else in it. */
const REASON = '家属来电，回拨一三九二二三三四四五五'
const REASON_NUMBER = '一三九二二三三四四五五'
const WHO = { person: '值班督导 7', reason: REASON }

/** The machine's clock, but for the hours, which pass when the test says so. */
class HoursClock implements Clock {
  #pastMs = 0
  readonly #hourly = new Set<() => void>()
  readonly now = systemClock.now
  readonly after = systemClock.after
  date(): Date {
    return new Date(systemClock.date().getTime() + this.#pastMs)
  }
  every(ms: number, task: () => void): () => void {
    if (ms !== HOUR_MS) return systemClock.every(ms, task)
    this.#hourly.add(task)
    return () => this.#hourly.delete(task)
  }
  skip(hours: number): void {
    this.#pastMs += hours * HOUR_MS
  }
  strike(): void {
    for (const task of this.#hourly) task()
  }
}

for (const kind of databases) {
  describe.skipIf(kind.missing)(`seals, ${kind.name}`, () => {
    let database: TestDatabase
    let clock: HoursClock
    let service: RunningService

    beforeEach(async () => {
      database = await kind.create()
      clock = new HoursClock()
      await start()
    })
    afterEach(async () => {
      await service.stop()
      await database[Symbol.asyncDispose]()
    })

    async function start(): Promise<void> {
      const { databaseUrl, dataDir, keysDir } = database.options
      const env = { ...(databaseUrl && { DATABASE_URL: databaseUrl }), DATA_DIR: dataDir, KEYS_DIR: keysDir }
      service = await startService({ ...env, LOG_LEVEL: 'debug' }, clock)
    }

    async function restart(): Promise<void> {
      await service.stop()
      await start()
    }

    /** A live call in which the number was said, then something else. */
    async function liveCall(): Promise<{ session: CallSession; leg: LegWriter }> {
      const call = joined()
      await say(call.session, `我电话是${SPOKEN}`, '我叫刘晓雯', '谢谢')
      return call
    }

    function joined(): { session: CallSession; leg: LegWriter } {
      const known = new Set(service.app.calls.list().map(({ callId }) => callId))
      const announced = {
        pbxCall: 'a',
        role: 'caller',
        protocol: 'freeswitch',
        sampleRate: 8000,
        heldMs: 0,
      } as const
      const leg = service.app.calls.join(announced)
      if ('refused' in leg) throw new Error(leg.refused)
      const listed = service.app.calls.list().find(({ callId }) => !known.has(callId))
      const session = service.app.calls.session(listed?.callId ?? '')
      if (!session) throw new Error('no call was begun')
      return { session, leg }
    }

    async function say(session: CallSession, ...words: string[]): Promise<void> {
      for (const text of words) {
        const segmentId = `c${session.nextSegment()}`
        session.append({ kind: 'transcript.final', role: 'caller', segmentId, startMs: 1, endMs: 2, text })
      }
      await service.app.recorded()
    }

    async function post(
      path: string,
      body: object,
    ): Promise<[status: number, answer: Record<string, string>]> {
      const answer = await fetch(`${service.pages}api/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return [answer.status, (await answer.json()) as Record<string, string>]
    }

    async function sealed({ callId }: CallSession, purpose = 'rescue'): Promise<string> {
      const [status, { sealId = '' }] = await post(`calls/${callId}/seals`, {
        segmentId: 'c1',
        redaction: 0,
        purpose,
      })
      expect(status).toBe(201)
      return sealId
    }

    const open = (sealId: string, who: object = WHO) => post(`seals/${sealId}/open`, who)

    async function end(session: CallSession, leg: LegWriter): Promise<void> {
      const ended = new Promise<void>((resolve) =>
        session.subscribe(({ event }) => event.kind === 'call.ended' && resolve()),
      )
      leg.end('hangup')
      await ended
      await service.app.recorded()
    }

    async function stored(callId: string): Promise<CallEvent[]> {
      await service.app.recorded()
      return (await service.app.callLog.read(callId)).map(({ event }) => event)
    }

    const ofSeals = (events: readonly CallEvent[]) => events.filter(({ kind }) => kind.startsWith('seal.'))
    const sealKeys = () =>
      readdirSync(join(database.options.keysDir, 'seals'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)

    test('opening a seal gives the words, and everybody is told who did and why', async () => {
      const { session, leg } = await liveCall()
      const { callId } = session
      const page = await livePage(service, callId)
      const asked = { segmentId: 'c1', redaction: 0, purpose: 'rescue' }
      const [status, made] = await post(`calls/${callId}/seals`, asked)
      expect([status, made]).toEqual([
        201,
        { sealId: expect.any(String), item: 'phone', purpose: 'rescue', expiresAt: expect.any(String) },
      ])
      const leftMs = new Date(made.expiresAt ?? '').getTime() - clock.date().getTime()
      expect(Math.round(leftMs / HOUR_MS)).toBe(72)
      expect(await open(made.sealId ?? '')).toEqual([
        200,
        { item: 'phone', purpose: 'rescue', words: expect.stringContaining(SPOKEN) },
      ])

      await page.until('seal.opened')
      expect(page.told).toEqual([
        expect.objectContaining({ kind: 'seal.made', segmentId: 'c1', by: 'responder' }),
        expect.objectContaining({ kind: 'seal.opened', sealId: made.sealId, by: '值班督导 7' }),
      ])
      expect(page.raw).not.toContain(SPOKEN)
      const events = await stored(callId)
      expect(ofSeals(events)).toEqual([
        { ...made, kind: 'seal.made', atMs: expect.any(Number), segmentId: 'c1', by: 'responder' },
        {
          ...{ kind: 'seal.opened', atMs: expect.any(Number), sealId: made.sealId, item: 'phone' },
          ...{
            purpose: 'rescue',
            by: '值班督导 7',
            text: expect.stringMatching(/^家属来电，回拨\[电话\d\]$/),
          },
        },
      ])
      const warned = service.log.map((line) => JSON.parse(line)).filter(({ level }) => level === 40)
      expect(warned).toEqual([
        expect.objectContaining({ callId, sealId: made.sealId, purpose: 'rescue', msg: 'a seal was opened' }),
      ])
      const metrics = await (await fetch(`${service.pages}metrics`)).text()
      expect(metrics).toContain('hotline_seals_total{what="opened",purpose="rescue"} 1')
      page.close()
      await end(session, leg)
      const left = [metrics, service.log.join('\n'), JSON.stringify(events), ...everyFile(database)].join(
        '\n',
      )
      for (const words of [SPOKEN, WRITTEN, REASON_NUMBER, '13922334455']) expect(left).not.toContain(words)
    })

    test('after the call nothing can be sealed, and each opening is told in its log', async () => {
      const { session, leg } = await liveCall()
      const sealId = await sealed(session, 'follow-up')
      await end(session, leg)
      const late = { segmentId: 'c1', redaction: 0, purpose: 'follow-up' }
      expect(await post(`calls/${session.callId}/seals`, late)).toEqual([
        409,
        { refused: 'the call is not live: what was said is in memory only while it lasts' },
      ])
      const answers = await Promise.all([open(sealId), open(sealId, { person: '8', reason: '回访' })])
      expect(answers.map(([status, { words }]) => [status, words])).toEqual([
        [200, expect.stringContaining(SPOKEN)],
        [200, expect.stringContaining(SPOKEN)],
      ])
      const events = await stored(session.callId)
      const openings = events.filter((event) => event.kind === 'seal.opened')
      expect(new Set(openings.map(({ by }) => by))).toEqual(new Set(['值班督导 7', '8']))
      expect(events.findIndex(({ kind }) => kind === 'call.ended')).toBe(events.length - 3)
    })

    test('a seal opens after a restart in mid-call too, and the call goes on behind it', async () => {
      const { session } = await liveCall()
      const sealId = await sealed(session)
      await restart()
      expect((await open(sealId))[1].words).toContain(SPOKEN)
      await service.app.recorded()
      const resumed = joined().session
      expect(resumed.callId).toBe(session.callId)
      // What was said before is not in memory any more.
      const asked = { segmentId: 'c1', redaction: 0, purpose: 'rescue' }
      expect((await post(`calls/${session.callId}/seals`, asked))[0]).toBe(404)
      const kinds = (await stored(session.callId)).map(({ kind }) => kind)
      expect(kinds.indexOf('call.resumed')).toBe(kinds.indexOf('seal.opened') + 1)
    })

    test('a stop of transcription takes no opening out of the log', async () => {
      const { session } = await liveCall()
      const sealId = await sealed(session)
      service.app.calls.command(session.callId, { type: 'stop-transcription' })
      expect((await open(sealId))[0]).toBe(200)
      expect(ofSeals(await stored(session.callId)).map(({ kind }) => kind)).toEqual([
        'seal.made',
        'seal.opened',
      ])
    })

    test('a seal that has expired gives nothing, and its key is gone: by the hour, or at the next start', async () => {
      const { session, leg } = await liveCall()
      const sealId = await sealed(session)
      expect(sealKeys()).toEqual([expect.stringContaining(sealId)])
      clock.skip(71)
      clock.strike()
      expect((await open(sealId))[0]).toBe(200)
      const kept = await sealed(session)
      clock.skip(1)
      expect(await open(sealId)).toEqual([410, { refused: 'the seal has expired: its key is destroyed' }])
      expect(sealKeys()).toEqual([expect.stringContaining(kept)])
      await end(session, leg)
      clock.skip(71)
      await restart()
      expect(sealKeys()).toEqual([])
      expect((await open(kept))[0]).toBe(410)
      const expiry = (await stored(session.callId)).filter(({ kind }) => kind === 'seal.opened')
      expect(expiry).toHaveLength(1)
    })

    test('the clock strikes, and what has expired is destroyed without being asked for', async () => {
      const { session } = await liveCall()
      await sealed(session)
      clock.skip(72)
      expect(sealKeys()).toHaveLength(1)
      clock.strike()
      await expect.poll(sealKeys).toEqual([])
    })

    test('a number that was said in pieces is sealed whole, whichever piece is pointed at', async () => {
      const { session } = joined()
      await say(session, '我电话是一三九二二', '嗯', '三三四四五五', '谢谢')
      for (const segmentId of ['c1', 'c3']) {
        const asked = { segmentId, redaction: 0, purpose: 'follow-up' }
        const { sealId = '' } = (await post(`calls/${session.callId}/seals`, asked))[1]
        expect((await open(sealId))[1].words).toMatch(/^一三九二二 三三四四五五/)
      }
    })

    test('what makes no sense is refused, and seals and opens nothing', async () => {
      const { session } = await liveCall()
      const seals = `calls/${session.callId}/seals`
      const wanted = { segmentId: 'c1', redaction: 0, purpose: 'rescue' }
      const refused = async (path: string, body: object) => (await post(path, body))[0]
      expect(await refused(seals, { ...wanted, redaction: 1 })).toBe(404)
      expect(await refused(seals, { ...wanted, segmentId: 'c9' })).toBe(404)
      expect(await refused(seals, { ...wanted, segmentId: 'c3' })).toBe(404)
      expect(await post(seals, { ...wanted, segmentId: 'c2' })).toEqual([
        400,
        { refused: 'only numbers and places can be sealed' },
      ])
      for (const wrong of [
        { redaction: -1 },
        { redaction: '0' },
        { purpose: 'curiosity' },
        { words: SPOKEN },
      ])
        expect(await refused(seals, { ...wanted, ...wrong })).toBe(400)
      expect(await refused('calls/none/seals', wanted)).toBe(400)
      expect(await refused(`calls/${crypto.randomUUID()}/seals`, wanted)).toBe(409)
      expect(sealKeys()).toEqual([])

      const sealId = await sealed(session)
      const who = { person: '7', reason: '救援' }
      for (const wrong of [
        { person: '' },
        { person: ' ' },
        { person: WRITTEN },
        { person: SPOKEN },
        { reason: '' },
        { reason: ' \n' },
      ])
        expect(await open(sealId, { ...who, ...wrong })).toEqual([400, { refused: expect.any(String) }])
      expect((await open(sealId, { person: '7' }))[0]).toBe(400)
      expect((await open(sealId, { reason: '救援' }))[0]).toBe(400)
      expect(await open(crypto.randomUUID(), who)).toEqual([404, { refused: 'there is no such seal' }])
      expect(ofSeals(await stored(session.callId)).map(({ kind }) => kind)).toEqual(['seal.made'])
    })
  })
}

/** A page that follows a call, with what it was told of seals. */
async function livePage({ pages }: RunningService, callId: string) {
  const socket = new WebSocket(`${pages.replace('http', 'ws')}api/calls/${callId}/live`)
  const told: CallEvent[] = []
  const frames: string[] = []
  const waiting = new Map<string, () => void>()
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString())
    if (message.type !== 'events') return
    frames.push(data.toString())
    for (const { event } of message.events) {
      if (event.kind.startsWith('seal.')) told.push(event)
      waiting.get(event.kind)?.()
    }
  })
  await once(socket, 'message')
  return {
    told,
    get raw() {
      return frames.join('\n')
    },
    async until(kind: string) {
      if (!told.some((event) => event.kind === kind))
        await new Promise<void>((resolve) => void waiting.set(kind, resolve))
    },
    close: () => socket.close(),
  }
}

/** Every file of the service, in both forms that text could stand in. */
function everyFile({ options }: TestDatabase): string[] {
  return [options.dataDir, options.keysDir].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name)))
      .flatMap((bytes) => [bytes.toString('utf8'), bytes.toString('utf16le')]),
  )
}
