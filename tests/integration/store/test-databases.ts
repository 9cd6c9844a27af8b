import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { installEmptyDatabase } from '../../../server/store/empty-database.ts'
import type { CallLogOptions } from '../../../server/store/open-call-log.ts'

/** A database of a test's own, its directories beside it; gone when disposed. */
export interface TestDatabase extends AsyncDisposable {
  readonly options: CallLogOptions
}

export interface TestDatabaseKind {
  /** Says why, where the tests on it have to be skipped. */
  readonly name: string
  readonly missing: boolean
  create(): Promise<TestDatabase>
}

const DEFAULT_URL = 'postgres://root@127.0.0.1:5432/test'

const embedded: TestDatabaseKind = {
  name: 'embedded',
  missing: false,
  async create() {
    await installEmptyDatabase()
    return inDirectory({}, async () => {})
  },
}

/** Asked for by `TEST_DATABASE_URL` it must be there; the default may be missing. */
async function findPostgres(): Promise<TestDatabaseKind> {
  const url = process.env.TEST_DATABASE_URL ?? DEFAULT_URL
  const name = 'PostgreSQL'
  try {
    await administer(url, 'select 1')
  } catch (error) {
    if (process.env.TEST_DATABASE_URL) throw error
    const { code } = error as { code?: string }
    return {
      name: `${name} (skipped: none at ${DEFAULT_URL}, ${code})`,
      missing: true,
      create: () => Promise.reject(error),
    }
  }
  return {
    name,
    missing: false,
    async create() {
      const database = `hotline_${randomUUID().replaceAll('-', '')}`
      await administer(url, `create database ${database}`)
      const databaseUrl = new URL(url)
      databaseUrl.pathname = database
      return inDirectory({ databaseUrl: databaseUrl.href }, () =>
        administer(url, `drop database ${database} with (force)`),
      )
    },
  }
}

/** The databases that everything in the store must work on alike. */
export const databases: readonly TestDatabaseKind[] = [embedded, await findPostgres()]

/** Runs one statement on a connection of its own. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function inDirectory(where: { databaseUrl?: string }, drop: () => Promise<void>): TestDatabase {
  const directory = mkdtempSync(join(tmpdir(), 'store-'))
  return {
    options: { ...where, dataDir: join(directory, 'data'), keysDir: join(directory, 'keys') },
    async [Symbol.asyncDispose]() {
      rmSync(directory, { recursive: true })
      await drop()
    },
  }
}
