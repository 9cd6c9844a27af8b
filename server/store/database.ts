import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { type Clock, systemClock } from '../audio/clock.ts'
import { StartError } from '../start-error.ts'
import { EmbeddedDialect } from './embedded-dialect.ts'
import { migrate } from './migrations/migrate.ts'
import { createPostgresPool } from './postgres-pool.ts'
import type { Schema } from './schema.ts'

export interface DatabaseOptions {
  /** A PostgreSQL database; without it, one is embedded in `dataDir`. */
  readonly databaseUrl?: string | undefined
  readonly dataDir: string
  readonly clock?: Clock
}

/** Opens the database and brings its tables up to date. Throws a `StartError` where it cannot be used. */
export async function openDatabase({
  databaseUrl,
  dataDir,
  clock = systemClock,
}: DatabaseOptions): Promise<Kysely<Schema>> {
  const directory = join(dataDir, 'database')
  const dialect = databaseUrl
    ? new PostgresDialect({ pool: createPostgresPool(databaseUrl, clock) })
    : new EmbeddedDialect(directory, clock)
  const db = new Kysely<Schema>({ dialect })
  try {
    await migrate(db)
    return db
  } catch (error) {
    await db.destroy()
    throw databaseUrl ? postgresProblem(databaseUrl, error) : embeddedProblem(directory, error)
  }
}

function postgresProblem(databaseUrl: string, error: unknown): StartError {
  const { host, pathname } = new URL(databaseUrl)
  return new StartError(
    `DATABASE_URL: the database ${pathname.slice(1)} at ${host} cannot be used (${reason(error)}): ` +
      'see that PostgreSQL runs there and that the address, the user and its rights are as they should be.',
  )
}

function embeddedProblem(directory: string, error: unknown): StartError {
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
    return new StartError(
      `DATA_DIR: the database ${directory} has no room left: free some space on its disk.`,
    )
  return new StartError(
    `DATA_DIR: the database ${directory} cannot be opened (${reason(error)}): ` +
      'see that this version of the service made it and that its files are whole, or restore it from a backup.',
  )
}

/** One line: where nothing listens on any address of a host, the message is empty and only the code says so. */
function reason(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException
  return (message || String(code)).split('\n')[0] ?? ''
}
