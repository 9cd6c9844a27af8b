import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KeyFiles } from '../../../server/store/key-files.ts'
import { MasterKey } from '../../../server/store/master-key.ts'
import { NotInLog } from '../../../server/store/not-in-log.ts'
import { openCallLog } from '../../../server/store/open-call-log.ts'
import { SealGone, Seals } from '../../../server/store/seals.ts'
import { everyByte } from './every-byte.ts'
import { everyKey, filesIn, keyFilesOf } from './key-folder.ts'
import { type OpenParts, openParts } from './open-parts.ts'
import { findSealed } from './sealed-search.ts'
import { databases, type TestDatabase } from './test-databases.ts'

const madeAt = new Date('2026-11-22T15:38:00.123Z')
const expiresAt = new Date('2026-11-25T15:38:00.123Z')
const before = new Date(expiresAt.getTime() - 1)
const WORDS = '一三八零零一三八零零零'

for (const kind of databases) {
  describe.skipIf(kind.missing)(`seals, ${kind.name}`, () => {
    let database: TestDatabase
    let store: OpenParts
    let seals: Seals
    let callId: string

    beforeAll(async () => {
      database = await kind.create()
      store = await openParts(database.options)
      const masterKey = new MasterKey(readFileSync(join(database.options.keysDir, 'master.key')))
      seals = new Seals(store.db, masterKey, await KeyFiles.open(database.options.keysDir, 'seals'))
      callId = randomUUID()
      await store.log.open({ callId, refHash: store.refHash(callId), startedAt: madeAt })
    })
    afterAll(async () => {
      await store.log.close()
      await database[Symbol.asyncDispose]()
    })

    const make = () => seals.make({ callId, item: 'phone', purpose: 'rescue', madeAt, expiresAt }, WORDS)
    const rowOf = (id: string) =>
      store.db.selectFrom('seals').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const keyOf = (id: string) => keyFilesOf(database.options.keysDir, id)[0] ?? ''

    it('open to what was sealed, and the row says who opened them', async () => {
      const id = await make()
      expect(statSync(keyOf(id)).mode & 0o777).toBe(0o600)
      expect(await rowOf(id)).toMatchObject({ opened_at: null, opened_by: null })
      const opened = { callId, item: 'phone', purpose: 'rescue', madeAt, expiresAt, words: WORDS }
      expect(await seals.open(id, '值班督导', before)).toEqual(opened)
      expect(await rowOf(id)).toMatchObject({ opened_at: before, opened_by: '值班督导' })
    })

    it('are on the disk only encrypted, each with a key that is no other', async () => {
      const id = await make()
      const { key_id, sealed } = await rowOf(id)
      const bytes = Buffer.from(await everyByte(database, store))
      const files = filesIn(database.options.keysDir).map((path) => readFileSync(path))
      for (const form of [Buffer.from(WORDS), Buffer.from(WORDS, 'utf16le'), Buffer.from('13800138000')])
        for (const held of [bytes, ...files]) expect(held.includes(form)).toBe(false)
      expect(bytes.includes(Buffer.from(sealed ?? []))).toBe(true)

      const { keysDir } = database.options
      expect(findSealed(bytes, everyKey(keysDir), [Buffer.from(WORDS)])).toEqual([])
      const wrapped = readFileSync(keyOf(id))
      const place = `seal ${id} ${callId} phone rescue ${expiresAt.toISOString()}`
      const key = new MasterKey(readFileSync(join(keysDir, 'master.key'))).unwrap(place, wrapped)
      expect(findSealed(bytes, [key], [Buffer.from(WORDS)])).toHaveLength(1)
      expect(keyOf(id)).toBe(join(keysDir, 'seals', id.slice(-2), `${id}.${key_id}`))
    })

    it('that have expired give nothing: the key is destroyed, the row stays without the words', async () => {
      const [asked, swept] = [await make(), await make()]
      const keys = [keyOf(asked), keyOf(swept)]
      expect(keys.map((path) => existsSync(path))).toEqual([true, true])
      await expect(seals.open(asked, '值班督导', expiresAt)).rejects.toMatchObject({ why: 'expired' })
      expect(keys.map((path) => existsSync(path))).toEqual([false, true])
      await seals.destroyExpired(before)
      expect(existsSync(keys[1] ?? '')).toBe(true)
      await seals.destroyExpired(expiresAt)
      expect(keys.map((path) => existsSync(path))).toEqual([false, false])
      for (const id of [asked, swept]) {
        expect(await rowOf(id)).toMatchObject({
          item: 'phone',
          purpose: 'rescue',
          sealed: null,
          opened_at: null,
        })
        await expect(seals.open(id, '值班督导', before)).rejects.toMatchObject({ why: 'expired' })
      }
    })

    it('that were altered, or whose key is missing or that of another, do not open', async () => {
      const [longer, other, moved, keyless] = [await make(), await make(), await make(), await make()]
      const alter = (id: string) => store.db.updateTable('seals').where('id', '=', id)
      await alter(longer)
        .set({ expires_at: new Date('2099-01-01') })
        .execute()
      await alter(other).set({ purpose: 'follow-up' }).execute()
      copyFileSync(keyOf(other), keyOf(moved))
      rmSync(keyOf(keyless))
      for (const id of [longer, other, moved, keyless]) {
        await expect(seals.open(id, '值班督导', before)).rejects.toMatchObject({
          constructor: SealGone,
          why: 'damaged',
        })
        expect(await rowOf(id)).toMatchObject({ opened_at: null })
      }
      await expect(seals.open(randomUUID(), '值班督导', before)).rejects.toMatchObject({ why: 'unknown' })
    })

    it('belong to a call that is in the log', async () => {
      const stray = { callId: randomUUID(), item: 'phone', purpose: 'rescue', madeAt, expiresAt } as const
      await expect(seals.make(stray, WORDS)).rejects.toBeInstanceOf(NotInLog)
    })

    it('open after a restart too', async () => {
      const id = await make()
      await store.log.close()
      const { log, seals: again } = await openCallLog(database.options)
      expect((await again.open(id, '7', before)).words).toBe(WORDS)
      await log.close()
      store = await openParts(database.options)
    })
  })
}
