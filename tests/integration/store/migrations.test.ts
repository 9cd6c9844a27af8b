import { describe, expect, it } from 'vitest'
import { StartError } from '../../../server/start-error.ts'
import { openDatabase } from '../../../server/store/database.ts'
import { databases } from './test-databases.ts'

for (const kind of databases) {
  describe.skipIf(kind.missing)(`opening the database, ${kind.name}`, () => {
    it('refuses one that a newer version has migrated', async () => {
      await using database = await kind.create()
      const db = await openDatabase(database.options)
      const newer = { name: '9999-of-the-future', timestamp: new Date().toISOString() }
      await db
        .withTables<{ kysely_migration: typeof newer }>()
        .insertInto('kysely_migration')
        .values(newer)
        .execute()
      await db.destroy()
      const refused = openDatabase(database.options)
      await expect(refused).rejects.toBeInstanceOf(StartError)
      await expect(refused).rejects.toThrow(/cannot be (opened|used) \(.*9999-of-the-future.*\)/)
    })
  })

  describe.skipIf(kind.missing || kind.name === 'embedded')(
    `several instances on one database, ${kind.name}`,
    () => {
      it('migrate it once when they start together', async () => {
        await using database = await kind.create()
        const opened = await Promise.all(Array.from({ length: 4 }, () => openDatabase(database.options)))
        for (const db of opened) expect(await db.selectFrom('calls').selectAll().execute()).toEqual([])
        await Promise.all(opened.map((db) => db.destroy()))
      })

      it('say in one line what is wrong where the database cannot be had', async () => {
        await using database = await kind.create()
        const url = new URL(database.options.databaseUrl ?? '')
        url.pathname = 'no_such_database'
        const noDatabase = openDatabase({ ...database.options, databaseUrl: url.href })
        await expect(noDatabase).rejects.toThrow(
          /^DATABASE_URL: the database no_such_database at .* cannot be used \(.*does not exist\): see that/,
        )
        url.port = '1'
        url.password = 'not-to-be-printed'
        const noServer = openDatabase({ ...database.options, databaseUrl: url.href })
        await expect(noServer).rejects.toBeInstanceOf(StartError)
        await expect(noServer).rejects.toThrow(/ECONNREFUSED/)
        await expect(noServer).rejects.not.toThrow(/not-to-be-printed/)
      })
    },
  )
}
