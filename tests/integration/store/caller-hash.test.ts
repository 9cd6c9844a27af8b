import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StartError } from '../../../server/start-error.ts'
import { type OpenedCallLog, openCallLog } from '../../../server/store/open-call-log.ts'
import { everyByte } from './every-byte.ts'
import { filesIn } from './key-folder.ts'
import { openParts } from './open-parts.ts'
import { databases, type TestDatabase } from './test-databases.ts'

const NUMBER = '13800138000'
const DAY_MS = 86_400_000
const now = new Date('2026-11-22T15:38:00.123Z')
const daysAgo = (days: number, ms = 0) => new Date(now.getTime() - days * DAY_MS + ms)

for (const kind of databases) {
  describe.skipIf(kind.missing)(`the caller of a call, ${kind.name}`, () => {
    let database: TestDatabase
    let store: OpenedCallLog

    beforeEach(async () => {
      database = await kind.create()
      store = await openCallLog(database.options)
    })
    afterEach(async () => {
      await store.log.close()
      await database[Symbol.asyncDispose]()
    })

    async function restart(): Promise<void> {
      await store.log.close()
      store = await openCallLog(database.options)
    }

    async function called(number: string, startedAt: Date): Promise<number> {
      const callId = randomUUID()
      await store.log.open({ callId, refHash: store.refHash(callId), startedAt })
      const calls = await store.log.noteCaller(callId, store.callerHashes(number))
      // An answer that was lost may be asked for again.
      expect(await store.log.noteCaller(callId, store.callerHashes(number))).toBe(calls)
      return calls
    }

    it('is counted with the calls of the same number in the seven days before, and with no others', async () => {
      expect(await called(NUMBER, daysAgo(8))).toBe(1)
      expect(await called(NUMBER, daysAgo(7, -1))).toBe(2)
      expect(await called(NUMBER, daysAgo(7))).toBe(3)
      expect(await called('13900139000', daysAgo(1))).toBe(1)
      expect(await called(NUMBER, now)).toBe(2)
    })

    it('is counted on after a restart, and after keys were added and old ones taken away', async () => {
      const { keysDir } = database.options
      const first = join(keysDir, 'caller-numbers.1.key')
      expect(statSync(first).mode & 0o777).toBe(0o600)
      expect(await called(NUMBER, daysAgo(3))).toBe(1)
      await restart()
      expect(await called(NUMBER, daysAgo(3))).toBe(2)

      // 10 is newer than 9, whatever their names sort like.
      writeFileSync(join(keysDir, 'caller-numbers.9.key'), randomBytes(32))
      writeFileSync(join(keysDir, 'caller-numbers.10.key'), randomBytes(32))
      await restart()
      expect(store.callerHashes(NUMBER)).toHaveLength(3)
      expect(await called(NUMBER, daysAgo(2))).toBe(3)
      rmSync(first)
      rmSync(join(keysDir, 'caller-numbers.9.key'))
      await restart()
      expect(await called(NUMBER, daysAgo(1))).toBe(2)
      expect(readdirSync(keysDir).filter((name) => name.startsWith('caller-'))).toEqual([
        'caller-numbers.10.key',
      ])
    })

    it('is on the disk as a keyed hash alone', async () => {
      await called(NUMBER, now)
      const [hash] = store.callerHashes(NUMBER)
      await store.log.close()
      const parts = await openParts(database.options)
      const bytes = Buffer.from(await everyByte(database, parts))
      await parts.log.close()
      store = await openCallLog(database.options)
      const held = [bytes, ...filesIn(database.options.keysDir).map((path) => readFileSync(path))]
      for (const form of formsOf(NUMBER)) expect(held.some((each) => each.includes(form))).toBe(false)
      expect(bytes.includes(Buffer.from(hash ?? []))).toBe(true)
    })

    it('is refused a key that is none, by its name', async () => {
      const path = join(database.options.keysDir, 'caller-numbers.2.key')
      writeFileSync(path, 'short')
      await store.log.close()
      const refused = openCallLog(database.options)
      await expect(refused).rejects.toBeInstanceOf(StartError)
      await expect(refused).rejects.toThrow(`KEYS_DIR: the key ${path} is damaged`)
      rmSync(path)
      store = await openCallLog(database.options)
    })
  })
}

/** A number as somebody could find it: written, encoded, or hashed without a key, which is as good as written. */
function formsOf(number: string): Buffer[] {
  const plain = Buffer.from(number)
  const digests = ['md5', 'sha1', 'sha256'].map((name) => createHash(name).update(number).digest())
  const written = [plain, ...digests].flatMap((bytes) => [bytes.toString('hex'), bytes.toString('base64')])
  return [
    plain,
    Buffer.from(number, 'utf16le'),
    Buffer.from(`0${number}`, 'hex'),
    ...digests,
    ...written.map((text) => Buffer.from(text)),
  ]
}
