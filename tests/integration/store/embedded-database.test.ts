import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../server/store/database.ts'
import { installEmptyDatabase } from '../../../server/store/empty-database.ts'
import { ManualClock } from '../../manual-clock.ts'
import { databases } from './test-databases.ts'

const embedded = databases.find(({ name }) => name === 'embedded')
if (!embedded) throw new Error('no such database')

/** A file system of its own, small, seen by nobody else and gone with the process. */
const IN_SMALL_DISK = ['--user', '--map-root-user', '--mount', 'sh', '-c']
const canMount = spawnSync('unshare', [...IN_SMALL_DISK, 'mount -t tmpfs tmpfs /mnt']).status === 0

describe('the embedded database', () => {
  it('syncs what it commits', async () => {
    await using database = await embedded.create()
    const db = await openDatabase(database.options)
    const { rows } = await sql`select name, setting from pg_settings
      where name in ('fsync', 'wal_sync_method', 'synchronous_commit') order by name`.execute(db)
    expect(rows).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
      { name: 'wal_sync_method', setting: 'fsync' },
    ])
    await db.destroy()
  })

  it('that does not come to an end of a query is ended, and the next query finds a new life of it', async () => {
    await using database = await embedded.create()
    const clock = new ManualClock()
    const db = await openDatabase({ ...database.options, clock })
    await db
      .insertInto('master_key')
      .values({ id: 7, fingerprint: new Uint8Array([1, 2]) })
      .execute()
    const endless = db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('master_key').execute()
      const query = sql`with recursive n as (select 1 as i union all select 1 from n) select count(*) from n`
      await Promise.all([query.execute(transaction), setImmediate().then(() => clock.advance(15_000))])
    })
    await expect(endless).rejects.toThrow('did not answer')
    expect(await db.selectFrom('master_key').select('id').execute()).toEqual([{ id: 7 }])
    await db.destroy()
  })

  it.skipIf(!canMount)(
    'goes on when its disk was full (skipped where no file system may be mounted)',
    async () => {
      await installEmptyDatabase()
      const directory = mkdtempSync(join(tmpdir(), 'small-disk-'))
      const script = join(import.meta.dirname, 'fill-the-disk.ts')
      const command = `mount -t tmpfs -o size=64m tmpfs ${directory} && exec "${process.execPath}" "${script}" ${directory}`
      const { stdout, stderr } = spawnSync('unshare', [...IN_SMALL_DISK, command], { encoding: 'utf8' })
      rmSync(directory, { recursive: true })
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toEqual({
        whenFull: 'StoreUnreachable',
        atStart: `DATA_DIR ${join(directory, 'data')} has no room left: free some space on its disk.`,
        everythingIsThere: true,
      })
    },
  )
})
