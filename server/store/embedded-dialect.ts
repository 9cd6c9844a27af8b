import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PGliteAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Clock } from '../audio/clock.ts'
import { EmbeddedDatabase } from './embedded-database.ts'

/**
 * Kysely on the embedded database. Kysely's own PGlite dialect waits for ever when PGlite cannot begin a
 * transaction; this one fails, and the next one begins a new life of the database.
 */
export class EmbeddedDialect implements Dialect {
  readonly #directory: string
  readonly #clock: Clock

  constructor(directory: string, clock: Clock) {
    this.#directory = directory
    this.#clock = clock
  }

  createDriver = () => new EmbeddedDriver(this.#directory, this.#clock)
  createAdapter = () => new PGliteAdapter()
  createQueryCompiler = () => new PostgresQueryCompiler()
  createIntrospector: Dialect['createIntrospector'] = (db) => new PostgresIntrospector(db)
}

/** Kysely lets one connection at a time out, since the adapter says that there is only one. */
class EmbeddedDriver implements Driver {
  readonly #open: () => EmbeddedDatabase
  #database: EmbeddedDatabase | null = null

  constructor(directory: string, clock: Clock) {
    this.#open = () => {
      if (!this.#database || this.#database.ended) this.#database = new EmbeddedDatabase(directory, clock)
      return this.#database
    }
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new EmbeddedConnection(this.#open)
  }

  async releaseConnection(): Promise<void> {}

  async beginTransaction(connection: EmbeddedConnection): Promise<void> {
    await connection.query('begin')
  }

  async commitTransaction(connection: EmbeddedConnection): Promise<void> {
    await connection.query('commit')
  }

  async rollbackTransaction(connection: EmbeddedConnection): Promise<void> {
    await connection.query('rollback')
  }

  async destroy(): Promise<void> {
    if (this.#database && !this.#database.ended) await this.#database.close()
  }
}

/** Keeps to one life of the database: what is left of a transaction must not run in the next one. */
class EmbeddedConnection implements DatabaseConnection {
  readonly #open: () => EmbeddedDatabase
  #database: EmbeddedDatabase | null = null

  constructor(open: () => EmbeddedDatabase) {
    this.#open = open
  }

  async query(sql: string, parameters: readonly unknown[] = []) {
    this.#database ??= this.#open()
    return this.#database.query(sql, parameters)
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows } = await this.query(sql, parameters)
    return { rows: rows as R[], numAffectedRows: BigInt(affectedRows ?? 0) }
  }

  // biome-ignore lint/correctness/useYield: nothing in the service streams rows
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('the embedded database does not stream')
  }
}
