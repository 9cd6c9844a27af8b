import type { Kysely } from 'kysely'

/** The key of a call lies in a file that its row names. The wrapped keys move there when the log is opened. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('calls')
    .addColumn('key_id', 'uuid')
    .alterColumn('wrapped_key', (column) => column.dropNotNull())
    .execute()
}
