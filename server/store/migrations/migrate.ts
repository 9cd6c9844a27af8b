import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Schema } from '../schema.ts'
import * as calls from './0001-calls.ts'
import * as keyFiles from './0002-key-files.ts'
import * as seals from './0003-seals.ts'
import * as callerHash from './0004-caller-hash.ts'

/** Every migration, in order. What was released is never changed: a correction is a migration of its own. */
const MIGRATIONS = {
  '0001-calls': calls,
  '0002-key-files': keyFiles,
  '0003-seals': seals,
  '0004-caller-hash': callerHash,
}

/** Brings the database up to date. Instances that start together wait for each other. */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
