import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { filesIn } from './key-folder.ts'
import type { OpenParts } from './open-parts.ts'
import type { TestDatabase } from './test-databases.ts'

/**
 * Everything that there is of a database. Embedded: its files, pages and journal. PostgreSQL: what SQL gives of it,
 * the rows, and where the user of the tests may read them, also the pages with what the rows were before.
 */
export async function everyByte({ options }: TestDatabase, { db }: OpenParts): Promise<Uint8Array> {
  if (!options.databaseUrl) {
    await sql`checkpoint`.execute(db)
    return joined(filesIn(options.dataDir).map((path) => readFileSync(path)))
  }
  const tables = ['calls', 'call_events', 'master_key', 'seals'] as const
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()))
  const values = rows
    .flat()
    .flatMap((row) => Object.values(row))
    .map((value) => (value instanceof Uint8Array ? value : Buffer.from(JSON.stringify(value) ?? '')))
  return joined([...values, ...(await pages(db, tables))])
}

async function pages(db: OpenParts['db'], tables: readonly string[]): Promise<Uint8Array[]> {
  const { rows: rights } = await sql<{ superuser: boolean }>`
    select rolsuper as superuser from pg_roles where rolname = current_user`.execute(db)
  if (!rights[0]?.superuser) return []
  await sql`checkpoint`.execute(db)
  const { rows } = await sql<{ bytes: Uint8Array }>`
    select pg_read_binary_file(pg_relation_filepath(relation::regclass)) as bytes
    from unnest(${sql.val(tables)}::text[]) as relation`.execute(db)
  return rows.map(({ bytes }) => bytes)
}

/** Each of the files once: most of an embedded database is there three times. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const distinct = new Map(parts.map((part) => [createHash('sha256').update(part).digest('hex'), part]))
  return Buffer.concat([...distinct.values()])
}
