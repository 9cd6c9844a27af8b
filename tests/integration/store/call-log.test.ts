import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoggedEvent } from '../../../server/call/call-event.ts'
import { asRedacted } from './as-redacted.ts'
import { ended, spoken } from './made-up-events.ts'
import { type OpenParts, openParts } from './open-parts.ts'
import { databases, type TestDatabase } from './test-databases.ts'

const startedAt = new Date('2026-11-22T15:38:00.123Z')

for (const kind of databases) {
  describe.skipIf(kind.missing)(`the call log, ${kind.name}`, () => {
    let database: TestDatabase
    let store: OpenParts

    beforeAll(async () => {
      database = await kind.create()
      store = await openParts(database.options)
    })
    afterAll(async () => {
      await store.log.close()
      await database[Symbol.asyncDispose]()
    })

    async function begin(pbxCall: string = randomUUID()): Promise<string> {
      const callId = randomUUID()
      await store.log.open({ callId, refHash: store.refHash(pbxCall), startedAt })
      return callId
    }

    it('gives back what was appended, in order, words and all', async () => {
      const callId = await begin()
      const events: LoggedEvent[] = [
        {
          seq: 1,
          event: {
            kind: 'call.started',
            atMs: 0,
            startedAt: startedAt.toISOString(),
            noticePolicy: 'pbx',
            recognizer: { name: 'whisper-base-zh', scripted: false },
          },
        },
        spoken(2, '我叫[姓名1]，“引号”、\u0000 和 😀 都在。'),
        {
          seq: 3,
          event: { kind: 'sound.heard', atMs: 900, role: 'mixed', startMs: 1, endMs: 2, loudnessDb: -31.25 },
        },
        {
          seq: 4,
          event: { kind: 'system.degraded', atMs: 901, part: 'store', reason: 'unreachable', lost: 2 },
        },
        spoken(10),
      ]
      await store.log.append(callId, asRedacted(...events.slice(2)))
      await store.log.append(callId, asRedacted(...events.slice(0, 2)))
      expect(await store.log.read(callId)).toEqual(events)
    })

    it('lists the calls that have ended, and no other', async () => {
      const [over, live] = [await begin(), await begin()]
      await store.log.append(over, asRedacted(spoken(1), ended(2, 5000)))
      await store.log.append(live, asRedacted(spoken(1)))
      const listed = await store.log.endedCalls()
      expect([listed.includes(over), listed.includes(live)]).toEqual([true, false])
    })

    it('changes nothing when a call is opened or an event appended again', async () => {
      const callId = await begin()
      await store.log.append(callId, asRedacted(spoken(1), spoken(2)))
      await store.log.open({ callId, refHash: store.refHash('another'), startedAt: new Date() })
      await store.log.append(
        callId,
        asRedacted(spoken(1, '别的话'), spoken(2), spoken(3), spoken(3, '又一句')),
      )
      expect(await store.log.read(callId)).toEqual([spoken(1), spoken(2), spoken(3)])
    })

    it('leaves out what is not wanted any more by the time it would be committed', async () => {
      const callId = await begin()
      const asked: number[] = []
      const isWanted = ({ seq }: LoggedEvent) => {
        asked.push(seq)
        return seq !== 2 || asked.filter((each) => each === 2).length === 1
      }
      await store.log.append(callId, asRedacted(spoken(1), spoken(2), spoken(3)), isWanted)
      expect(await store.log.read(callId)).toEqual([spoken(1), spoken(3)])
      await store.log.append(callId, asRedacted(spoken(4)), () => false)
      expect(await store.log.read(callId)).toEqual([spoken(1), spoken(3)])
    })

    it('writes many calls at once, each its own', async () => {
      const calls = await Promise.all(Array.from({ length: 40 }, () => begin()))
      const many = 30
      await Promise.all(
        calls.flatMap((callId, call) =>
          Array.from({ length: many }, (_, i) =>
            store.log.append(callId, asRedacted(spoken(i + 1, `${call}之${i}`))),
          ),
        ),
      )
      for (const [call, callId] of calls.entries())
        expect(await store.log.read(callId)).toEqual(
          Array.from({ length: many }, (_, i) => spoken(i + 1, `${call}之${i}`)),
        )
    })

    it('takes an append of more rows than one statement or one transaction holds', async () => {
      const callId = await begin()
      const events = Array.from({ length: 2500 }, (_, i) => spoken(i + 1))
      await store.log.append(callId, asRedacted(...events))
      expect(await store.log.read(callId)).toEqual(events)
    })

    it('knows which calls have not ended, and how far they came', async () => {
      const [silent, talking, over] = [await begin('silent'), await begin('talking'), await begin('over')]
      await store.log.append(talking, asRedacted(spoken(1), spoken(2)))
      await store.log.append(over, asRedacted(spoken(1), ended(2, 4321)))
      const open = new Map((await store.log.openCalls()).map((call) => [call.callId, call]))
      expect(open.get(silent)).toMatchObject({ startedAt, lastSeq: 0, lastAtMs: 0 })
      expect(open.get(talking)).toMatchObject({ startedAt, lastSeq: 2, lastAtMs: 290 })
      expect(open.has(over)).toBe(false)
      expect(Buffer.from(open.get(silent)?.refHash ?? []).equals(store.refHash('silent'))).toBe(true)
      expect(Buffer.from(store.refHash('silent')).equals(store.refHash('talking'))).toBe(false)
      expect(await store.log.read(over)).toEqual([spoken(1), ended(2, 4321)])
    })

    it('refuses what is never stored, and what belongs to no call, without harm to the others', async () => {
      const callId = await begin()
      const tick: LoggedEvent = { seq: 1, event: { kind: 'clock.tick', atMs: 1 } }
      await expect(store.log.append(callId, asRedacted(tick))).rejects.toThrow('clock.tick is never stored')
      await expect(store.log.append(randomUUID(), asRedacted(spoken(1)))).rejects.toThrow('not begun')
      const tooLate: LoggedEvent = { seq: 1, event: { kind: 'notice.given', atMs: 2 ** 40, by: 'pbx' } }
      const other = await begin()
      const appends = [
        store.log.append(other, asRedacted(spoken(1))),
        store.log.append(callId, asRedacted(tooLate)),
        store.log.append(other, asRedacted(spoken(2))),
      ]
      expect((await Promise.allSettled(appends)).map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
      ])
      expect(await store.log.read(other)).toEqual([spoken(1), spoken(2)])
    })

    it('is the same after it was closed and opened again', async () => {
      const callId = await begin('comes back')
      await store.log.append(callId, asRedacted(spoken(1)))
      const refHash = store.refHash('comes back')
      await store.log.close()
      store = await openParts(database.options)
      await store.log.ping()
      expect(store.refHash('comes back')).toEqual(refHash)
      await store.log.append(callId, asRedacted(spoken(2), ended(3, 61_000)))
      expect(await store.log.read(callId)).toEqual([spoken(1), spoken(2), ended(3, 61_000)])
      const { ended_at } = await store.db
        .selectFrom('calls')
        .select('ended_at')
        .where('id', '=', callId)
        .executeTakeFirstOrThrow()
      expect(ended_at).toEqual(new Date(startedAt.getTime() + 61_000))
    })
  })
}
