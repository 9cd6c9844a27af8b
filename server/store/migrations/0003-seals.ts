import { type Kysely, sql } from 'kysely'

/** What responders sealed: each with a key of its own in a file. When it expires, the row stays without the words. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('seals')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('call_id', 'uuid', (column) => column.notNull().references('calls.id'))
    .addColumn('item', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('made_at', 'timestamptz', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .addColumn('key_id', 'uuid', (column) => column.notNull())
    .addColumn('sealed', 'bytea')
    .addColumn('opened_at', 'timestamptz')
    .addColumn('opened_by', 'text')
    .execute()
  await db.schema
    .createIndex('seals_to_expire')
    .on('seals')
    .column('expires_at')
    .where(sql.ref('sealed'), 'is not', null)
    .execute()
}
