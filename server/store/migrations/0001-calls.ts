import { type Kysely, sql } from 'kysely'

/** Calls, their events, and which master key the database belongs to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('master_key')
    .addColumn('id', 'smallint', (column) => column.primaryKey())
    .addColumn('fingerprint', 'bytea', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('calls')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('ref_hash', 'bytea', (column) => column.notNull())
    .addColumn('started_at', 'timestamptz', (column) => column.notNull())
    .addColumn('ended_at', 'timestamptz')
    .addColumn('wrapped_key', 'bytea', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('calls_open')
    .on('calls')
    .column('ref_hash')
    .where(sql.ref('ended_at'), 'is', null)
    .execute()
  await db.schema
    .createTable('call_events')
    .addColumn('call_id', 'uuid', (column) => column.notNull().references('calls.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('at_ms', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('v', 'smallint', (column) => column.notNull())
    .addColumn('body', 'jsonb', (column) => column.notNull())
    .addColumn('sealed', 'bytea')
    .addPrimaryKeyConstraint('call_events_pkey', ['call_id', 'seq'])
    .execute()
}
