import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVENT_VERSION } from '../../../server/call/call-event.ts'
import { StartError } from '../../../server/start-error.ts'
import { CallDamaged } from '../../../server/store/call-damaged.ts'
import { openMasterKey } from '../../../server/store/master-key.ts'
import { asRedacted } from './as-redacted.ts'
import { filesIn, keyFilesOf } from './key-folder.ts'
import { spoken } from './made-up-events.ts'
import { type OpenParts, openParts } from './open-parts.ts'
import { databases, type TestDatabase } from './test-databases.ts'

const SECRET = '橡皮擦与青柠檬'

for (const kind of databases) {
  describe.skipIf(kind.missing)(`the words of a call, ${kind.name}`, () => {
    let database: TestDatabase
    let store: OpenParts
    const calls = [randomUUID(), randomUUID()] as const
    const words = [spoken(1, SECRET), spoken(2)]

    beforeAll(async () => {
      database = await kind.create()
      store = await openParts(database.options)
      for (const callId of calls) {
        await store.log.open({ callId, refHash: store.refHash(SECRET), startedAt: new Date() })
        await store.log.append(callId, asRedacted(...words))
      }
    })
    afterAll(async () => {
      await store.log.close()
      await database[Symbol.asyncDispose]()
    })

    /** Every row of every table as text, bytes too as what they would say. */
    async function rowsAsText(): Promise<string> {
      const tables = ['calls', 'call_events', 'master_key'] as const
      const rows = await Promise.all(tables.map((table) => store.db.selectFrom(table).selectAll().execute()))
      const values = rows.flat().flatMap((row) => Object.values(row))
      return values
        .map((v) => (v instanceof Uint8Array ? Buffer.from(v).toString() : JSON.stringify(v)))
        .join('\n')
    }

    it.skipIf(kind.name !== 'embedded')('stand in no file of the database', async () => {
      await sql`checkpoint`.execute(store.db)
      expect(filesWith(database.options.dataDir, SECRET)).toEqual([])
      // The same search finds the same words where they were written plainly.
      await sql`create table plain as select ${SECRET} as words`.execute(store.db)
      await sql`checkpoint`.execute(store.db)
      expect(filesWith(database.options.dataDir, SECRET)).not.toEqual([])
    })

    it('stand in no row', async () => {
      expect(await rowsAsText()).not.toContain(SECRET)
      // The same search finds the same words where they were written plainly.
      const plain = {
        call_id: calls[0],
        seq: 99,
        at_ms: 0,
        kind: 'plain',
        v: 1,
        body: JSON.stringify({ text: SECRET }),
      }
      await store.db.insertInto('call_events').values(plain).execute()
      expect(await rowsAsText()).toContain(SECRET)
      await store.db.deleteFrom('call_events').where('kind', '=', 'plain').execute()
    })

    it('do not open where a byte of them was changed', async () => {
      const flipByte = () =>
        store.db
          .updateTable('call_events')
          .set({ sealed: sql`set_byte(sealed, 14, get_byte(sealed, 14) # 1)` })
          .where('call_id', '=', calls[0])
          .where('seq', '=', 1)
          .execute()
      await flipByte()
      const damage = { constructor: CallDamaged, callId: calls[0], seq: 1 }
      await expect(store.log.read(calls[0])).rejects.toMatchObject(damage)
      await flipByte()
      expect(await store.log.read(calls[0])).toEqual(words)
    })

    it('do not open in the place of other words', async () => {
      const move = (from: number, to: number) =>
        store.db
          .updateTable('call_events')
          .set({ seq: to })
          .where('call_id', '=', calls[0])
          .where('seq', '=', from)
          .execute()
      const swap = async () => {
        await move(1, 100)
        await move(2, 1)
        await move(100, 2)
      }
      await swap()
      await expect(store.log.read(calls[0])).rejects.toMatchObject({ constructor: CallDamaged, seq: 1 })
      await swap()
      expect(await store.log.read(calls[0])).toEqual(words)
    })

    it('do not open with the key of another call', async () => {
      const [own = '', another = ''] = calls.map((callId) => keyFilesOf(database.options.keysDir, callId)[0])
      const kept = readFileSync(own)
      copyFileSync(another, own)
      await expect(store.log.read(calls[0])).rejects.toMatchObject({ constructor: CallDamaged, seq: null })
      writeFileSync(own, kept)
      expect(await store.log.read(calls[0])).toEqual(words)
    })

    it('of an event that a newer version wrote are not guessed at', async () => {
      const setVersion = (v: number) => store.db.updateTable('call_events').set({ v }).execute()
      await setVersion(EVENT_VERSION + 1)
      await expect(store.log.read(calls[1])).rejects.toBeInstanceOf(CallDamaged)
      await setVersion(EVENT_VERSION)
    })

    it('need the master key that the database was begun with', async () => {
      const { keysDir } = database.options
      const { db } = store
      const path = join(keysDir, 'master.key')
      const kept = join(keysDir, 'kept')
      renameSync(path, kept)
      const expectRefused = async (problem: RegExp) => {
        const refused = openMasterKey(db, keysDir)
        await expect(refused).rejects.toBeInstanceOf(StartError)
        await expect(refused).rejects.toThrow(problem)
      }
      await expectRefused(/master\.key is missing.*put the key back/)
      writeFileSync(path, Buffer.alloc(32, 7))
      await expectRefused(/is not the one that the database was begun with: put the right key there/)
      writeFileSync(path, Buffer.alloc(31))
      await expectRefused(/is damaged: it must be 32 bytes long/)
      rmSync(path)
      mkdirSync(path)
      await expectRefused(/the key .* cannot be used/)
      rmSync(path, { recursive: true })
      renameSync(kept, path)
      expect((await openMasterKey(db, keysDir)).refHash('x')).toEqual(store.refHash('x'))
    })
  })
}

function filesWith(directory: string, text: string): string[] {
  return filesIn(directory).filter((path) => readFileSync(path).includes(text))
}
