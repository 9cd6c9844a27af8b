import { randomUUID } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StartError } from '../../../server/start-error.ts'
import { CallDamaged } from '../../../server/store/call-damaged.ts'
import { MasterKey } from '../../../server/store/master-key.ts'
import { openCallLog } from '../../../server/store/open-call-log.ts'
import { asRedacted } from './as-redacted.ts'
import { keyFilesOf, keyIn } from './key-folder.ts'
import { ended, spoken } from './made-up-events.ts'
import { type OpenParts, openParts } from './open-parts.ts'
import { databases, type TestDatabase } from './test-databases.ts'

const startedAt = new Date('2026-11-22T15:38:00.123Z')

for (const kind of databases) {
  describe.skipIf(kind.missing)(`the keys of the calls, ${kind.name}`, () => {
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

    async function begin(): Promise<string> {
      const callId = randomUUID()
      await store.log.open({ callId, refHash: store.refHash(callId), startedAt })
      await store.log.append(callId, asRedacted(spoken(1)))
      return callId
    }

    /** As a restart does: nothing is remembered, and the start looks after the keys. */
    async function restart(): Promise<void> {
      await store.log.close()
      await (await openCallLog(database.options)).log.close()
      store = await openParts(database.options)
    }

    function keyOf(callId: string): string {
      const [path, ...others] = keyFilesOf(database.options.keysDir, callId)
      if (!path || others.length > 0) throw new Error('not one key')
      return path
    }

    it('lie each in a file for the owner alone; the row has only the name of the file', async () => {
      const callId = await begin()
      const path = keyOf(callId)
      const row = await store.db.selectFrom('calls').selectAll().where('id', '=', callId).executeTakeFirst()
      expect(path).toBe(join(database.options.keysDir, 'calls', callId.slice(-2), `${callId}.${row?.key_id}`))
      expect(statSync(path).mode & 0o777).toBe(0o600)
      expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
      expect(row?.wrapped_key).toBe(null)
    })

    it('are not made twice when a call is opened again, also after a restart', async () => {
      const callId = await begin()
      const path = keyOf(callId)
      const again = () => store.log.open({ callId, refHash: store.refHash('another'), startedAt })
      await again()
      expect(keyOf(callId)).toBe(path)
      await restart()
      await again()
      expect(keyOf(callId)).toBe(path)
      expect(await store.log.read(callId)).toEqual([spoken(1)])
    })

    it('that are missing, altered or moved damage their own call alone', async () => {
      const [missing, altered, moved, whole] = [await begin(), await begin(), await begin(), await begin()]
      rmSync(keyOf(missing))
      const bytes = readFileSync(keyOf(altered))
      writeFileSync(keyOf(altered), bytes.with(14, (bytes[14] ?? 0) ^ 1))
      copyFileSync(keyOf(whole), keyOf(moved))
      await restart()
      for (const callId of [missing, altered, moved]) {
        const damage = { constructor: CallDamaged, callId, seq: null }
        await expect(store.log.read(callId)).rejects.toMatchObject(damage)
        await expect(store.log.rewrite(callId, asRedacted(spoken(1)))).rejects.toMatchObject(damage)
        const [append, other] = [callId, whole].map((id) => store.log.append(id, asRedacted(spoken(2))))
        await expect(append).rejects.toMatchObject(damage)
        await other
        // What has no words needs no key: the call can be ended.
        await store.log.append(callId, asRedacted(ended(2, 1000)))
      }
      expect(await store.log.read(whole)).toEqual([spoken(1), spoken(2)])
      expect(await store.log.endedCalls()).toEqual(expect.arrayContaining([missing, altered, moved]))
    })

    it('that the row does not name are destroyed at the next start, and no others', async () => {
      const [replaced, cutOff, lost] = [await begin(), await begin(), await begin()]
      const second = (callId: string) =>
        join(database.options.keysDir, 'calls', callId.slice(-2), `${callId}.${randomUUID()}`)
      const kept = [keyOf(replaced), keyOf(cutOff)] as const
      const leftOver = [second(replaced), second(replaced), second(cutOff)] as const
      for (const path of leftOver) copyFileSync(kept[0], path)
      // As a kill in the middle of writing leaves it.
      truncateSync(leftOver[2])
      const sameFile = join(database.options.dataDir, '..', 'same-file')
      linkSync(leftOver[0], sameFile)
      // The key that a row names is gone; another database may know the call that this one does not.
      const unknown = randomUUID()
      const leftAlone = [second(lost), second(unknown), second(unknown)] as const
      renameSync(keyOf(lost), leftAlone[0])
      for (const path of leftAlone) copyFileSync(kept[0], path)
      const before = [...kept, ...leftOver, ...leftAlone]
      expect(before.filter((path) => existsSync(path))).toEqual(before)

      await restart()
      expect(before.filter((path) => existsSync(path))).toEqual([...kept, ...leftAlone])
      expect(readFileSync(sameFile)).toEqual(Buffer.alloc(statSync(sameFile).size))
      expect(await store.log.read(replaced)).toEqual([spoken(1)])
      expect(await store.log.read(cutOff)).toEqual([spoken(1)])
    })
  })

  describe.skipIf(kind.missing)(`the folder of the keys, ${kind.name}`, () => {
    it('is named with its problem and the remedy where it cannot be used', async () => {
      await using database = await kind.create()
      const { keysDir } = database.options
      mkdirSync(keysDir)
      writeFileSync(join(keysDir, 'calls'), '')
      const refused = openCallLog(database.options)
      await expect(refused).rejects.toBeInstanceOf(StartError)
      await expect(refused).rejects.toThrow(
        `KEYS_DIR ${join(keysDir, 'calls', '00')} cannot be used: a file is`,
      )
    })
  })

  describe.skipIf(kind.missing)(`the keys in a database of an older version, ${kind.name}`, () => {
    it('are moved to files, once, and the words open as before', async () => {
      await using database = await kind.create()
      const { keysDir } = database.options
      const [callId, damaged] = [randomUUID(), randomUUID()]
      const secrets = await makeOlder(database, callId, damaged)
      expect(existsSync(join(keysDir, 'calls'))).toBe(false)

      const { log } = await openCallLog(database.options)
      expect(await log.read(callId)).toEqual([spoken(1)])
      await expect(log.read(damaged)).rejects.toMatchObject({ constructor: CallDamaged, callId: damaged })
      await log.append(callId, asRedacted(spoken(2)))
      await log.close()
      const paths = keyFilesOf(keysDir, callId)
      expect(paths.map((path) => Buffer.from(keyIn(keysDir, path)))).toEqual([Buffer.from(secrets)])

      const store = await openParts(database.options)
      expect(keyFilesOf(keysDir, callId)).toEqual(paths)
      expect(await store.log.read(callId)).toEqual([spoken(1), spoken(2)])
      const row = await store.db.selectFrom('calls').selectAll().where('id', '=', callId).executeTakeFirst()
      expect(row?.wrapped_key).toBe(null)
      await store.log.rewrite(callId, asRedacted(spoken(1, '改了')))
      expect(await store.log.read(callId)).toEqual([spoken(1, '改了'), spoken(2)])
      await store.log.close()
    }, 90_000)
  })
}

/** Two calls as version 0.1.0 left them, the wrapped key of the second one altered. Returns the key of the first. */
async function makeOlder({ options }: TestDatabase, callId: string, damaged: string): Promise<Uint8Array> {
  const store = await openParts(options)
  const masterKey = new MasterKey(readFileSync(join(options.keysDir, 'master.key')))
  const secrets = []
  for (const id of [callId, damaged]) {
    await store.log.open({ callId: id, refHash: store.refHash(id), startedAt })
    await store.log.append(id, asRedacted(spoken(1)))
    const [path = ''] = keyFilesOf(options.keysDir, id)
    const secret = keyIn(options.keysDir, path)
    secrets.push(secret)
    // An older version bound the key to the call.
    const wrapped_key = masterKey.wrap(callId, secret)
    await store.db.updateTable('calls').set({ wrapped_key }).where('id', '=', id).execute()
  }
  rmSync(join(options.keysDir, 'calls'), { recursive: true })
  await sql`drop table seals`.execute(store.db)
  await sql`alter table calls drop column key_id, drop column caller_hash, alter column wrapped_key set not null`.execute(
    store.db,
  )
  await sql`delete from kysely_migration where name > '0001-calls'`.execute(store.db)
  await store.log.close()
  return secrets[0] ?? new Uint8Array()
}
