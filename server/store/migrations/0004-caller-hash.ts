import { type Kysely, sql } from 'kysely'

/** The keyed hash of the caller's number, to tell how often that number called. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('calls').addColumn('caller_hash', 'bytea').execute()
  await db.schema
    .createIndex('calls_of_caller')
    .on('calls')
    .columns(['caller_hash', 'started_at'])
    .where(sql.ref('caller_hash'), 'is not', null)
    .execute()
}
