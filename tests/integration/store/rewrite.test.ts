import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoggedEvent } from '../../../server/call/call-event.ts'
import { openCallLog } from '../../../server/store/open-call-log.ts'
import { asRedacted } from './as-redacted.ts'
import { startChild } from './child-script.ts'
import { everyByte } from './every-byte.ts'
import { everyKey, filesIn, keyFilesOf, keyIn, wrappingKey } from './key-folder.ts'
import { ended, spoken } from './made-up-events.ts'
import { type OpenParts, openParts } from './open-parts.ts'
import { findSealed } from './sealed-search.ts'
import { databases, type TestDatabase } from './test-databases.ts'

const startedAt = new Date('2026-11-22T15:38:00.123Z')
const pause: LoggedEvent = {
  seq: 4,
  event: { kind: 'leg.gap', atMs: 400, role: 'caller', startMs: 1, endMs: 2, reason: 'reconnect' },
}

for (const kind of databases) {
  describe.skipIf(kind.missing)(`rewritten words, ${kind.name}`, () => {
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

    async function begin(...events: LoggedEvent[]): Promise<string> {
      const callId = randomUUID()
      await store.log.open({ callId, refHash: store.refHash(callId), startedAt })
      await store.log.append(callId, asRedacted(...events))
      return callId
    }

    const keysOf = (callId: string) => keyFilesOf(database.options.keysDir, callId)

    it('are read in place of the old ones, and everything else as it was', async () => {
      const events = [spoken(1), spoken(2), spoken(3), pause, ...manySpoken(5, 450), ended(455, 60_000)]
      const callId = await begin(...events)
      const other = await begin(spoken(1), spoken(2))
      const redactions = [{ start: 2, end: 7, was: 3 }]
      const named = spoken(2, '我是[姓名1]，“引号”、\u0000 和 😀 都在。', redactions)
      const changed = [spoken(400, '第四百句改了'), named]
      await store.log.rewrite(callId, asRedacted(...changed, spoken(999)))
      const expected = events.map((event) => changed.find(({ seq }) => seq === event.seq) ?? event)
      expect(await store.log.read(callId)).toEqual(expected)
      expect(await store.log.read(other)).toEqual([spoken(1), spoken(2)])
      expect(await store.log.endedCalls()).toContain(callId)
    })

    it('can be rewritten again, and written on', async () => {
      const callId = await begin(spoken(1), spoken(2))
      await store.log.rewrite(callId, asRedacted(spoken(1, '改了一次')))
      await store.log.append(callId, asRedacted(spoken(3)))
      await store.log.rewrite(callId, asRedacted(spoken(1, '改了两次'), spoken(3, '也改了')))
      await store.log.append(callId, asRedacted(spoken(1), spoken(4), ended(5, 1000)))
      const expected = [spoken(1, '改了两次'), spoken(2), spoken(3, '也改了'), spoken(4), ended(5, 1000)]
      expect(await store.log.read(callId)).toEqual(expected)
      expect(keysOf(callId)).toHaveLength(1)
    })

    it('must be of the kind that is stored; otherwise nothing is changed, and no second key is left', async () => {
      const callId = await begin(spoken(1), spoken(2), spoken(3), pause)
      const keys = keysOf(callId)
      const rewrite = (...events: LoggedEvent[]) =>
        store.log.rewrite(callId, asRedacted(spoken(1, '改了'), ...events))
      const words = {
        segmentId: 'c2',
        role: 'caller',
        atMs: 290,
        startMs: 200,
        endMs: 280,
        text: '也改了',
      } as const
      const partial = { seq: 2, event: { kind: 'transcript.partial', ...words, stableChars: 0 } } as const
      await expect(rewrite(partial)).rejects.toThrow('the event with the number 2 is no transcript.partial')
      await expect(rewrite(pause)).rejects.toThrow('leg.gap has no words')
      await expect(store.log.rewrite(randomUUID(), asRedacted(spoken(1)))).rejects.toThrow('not begun')
      expect(await store.log.read(callId)).toEqual([spoken(1), spoken(2), spoken(3), pause])
      expect(keysOf(callId)).toEqual(keys)
    })

    it('leave no copy of the old ones that opens with any key that is left', async () => {
      const { keysDir } = database.options
      const [old, kept, renewed] = ['橡皮擦与青柠檬', '留下来的是这一句', '换上去的是这一句'] as const
      const callId = await begin(spoken(1, old), spoken(2, kept))
      const [keyFile = ''] = keysOf(callId)
      const oldKey = keyIn(keysDir, keyFile)
      const find = (bytes: Uint8Array, keys: readonly Uint8Array[], ...texts: string[]) => {
        const found = findSealed(
          bytes,
          keys,
          texts.map((text) => Buffer.from(text)),
        )
        return found.map((text) => Buffer.from(text).toString())
      }
      const sameFile = join(database.options.dataDir, '..', 'same-file')
      linkSync(keyFile, sameFile)

      // The same search finds the same words as long as their key is there.
      expect(find(await everyByte(database, store), everyKey(keysDir), old, kept)).toEqual([old, kept])
      expect(findSealed(readFileSync(keyFile), [wrappingKey(keysDir)], [oldKey])).toEqual([oldKey])

      await store.log.rewrite(callId, asRedacted(spoken(1, renewed)))
      const bytes = await everyByte(database, store)
      expect(find(bytes, everyKey(keysDir), old, kept, renewed)).toEqual([kept, renewed])
      // They are still there for the key that was destroyed, which is nowhere, neither wrapped nor plain.
      if (kind.name === 'embedded') expect(find(bytes, [oldKey], old)).toEqual([old])
      const keyFolder = Buffer.concat(filesIn(keysDir).map((path) => readFileSync(path)))
      for (const place of [bytes, keyFolder]) {
        expect(findSealed(place, [wrappingKey(keysDir)], [oldKey])).toEqual([])
        expect(Buffer.from(place).includes(Buffer.from(oldKey))).toBe(false)
      }
      expect(readFileSync(sameFile).every((byte) => byte === 0)).toBe(true)
    }, 90_000)

    it('and words that are written and read at the same time are all right', async () => {
      const [callId, other] = [await begin(spoken(1)), await begin(spoken(1))]
      const [appends, rewrites] = [40, 6]
      // Where the database takes several services, another one rewrites.
      const elsewhere = kind.name === 'embedded' ? store : await openParts(database.options)
      let rewriting = true
      const append = async (to: string) => {
        for (let seq = 2; seq <= appends; seq++) await store.log.append(to, asRedacted(spoken(seq)))
      }
      const rewrite = async () => {
        for (let i = 1; i <= rewrites; i++)
          await elsewhere.log.rewrite(callId, asRedacted(spoken(1, `改了${i}次`)))
        rewriting = false
      }
      const read = async () => {
        while (rewriting) expect((await store.log.read(callId))[0]?.seq).toBe(1)
      }
      await Promise.all([append(callId), append(other), rewrite(), read()])
      const rest = manySpoken(2, appends - 1)
      expect(await store.log.read(callId)).toEqual([spoken(1, `改了${rewrites}次`), ...rest])
      expect(await store.log.read(other)).toEqual([spoken(1), ...rest])
      expect(keysOf(callId)).toHaveLength(1)
      if (elsewhere !== store) await elsewhere.log.close()
    })
  })
}

const old = [spoken(1, '原来的话'), ...manySpoken(2, 300)]
const renewed = [spoken(1, '改了的话'), ...manySpoken(2, 300)]

for (const kind of databases) {
  describe.skipIf(kind.missing)(`kill -9 in the middle of a rewrite, ${kind.name}`, () => {
    let database: TestDatabase
    beforeAll(async () => {
      database = await kind.create()
    })
    afterAll(() => database[Symbol.asyncDispose]())

    it.each([
      { step: 'the new key was written', words: old },
      { step: 'the words were sealed anew', words: old },
      { step: 'it was committed', words: renewed },
    ])(
      'loses nothing and leaves one key when $step',
      async ({ step, words }) => {
        const { options } = database
        const callId = randomUUID()
        const child = startChild('rewrite-then-die.ts', { options, callId, old, renewed, step })
        const begun = await child.line()
        expect(await child.line()).toBe(null)
        expect(keyFilesOf(options.keysDir, callId)).toHaveLength(2)

        const { log } = await openCallLog(options)
        expect(await log.read(callId)).toEqual(words)
        const keys = keyFilesOf(options.keysDir, callId)
        expect(keys).toHaveLength(1)
        expect(keys[0] === begun).toBe(words === old)
        await log.append(callId, asRedacted(spoken(302)))
        await log.rewrite(callId, asRedacted(...renewed))
        expect(await log.read(callId)).toEqual([...renewed, spoken(302)])
        await log.close()
      },
      90_000,
    )
  })
}

function manySpoken(from: number, count: number): LoggedEvent[] {
  return Array.from({ length: count }, (_, i) => spoken(from + i))
}
