import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { Clock } from '../audio/clock.ts'
import { inTime } from './answer-deadline.ts'

/** Writes go one at a time; the rest are readers. */
const CONNECTIONS = 4
const CONNECT_MS = 5000

/** Connections to PostgreSQL. One that broke, or that does not answer in time, is never lent again. */
export function createPostgresPool(databaseUrl: string, clock: Clock): PostgresPool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  })
  // A connection that is lost between two statements says so here; whoever uses it next learns it from its query.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return { options: {}, end: () => pool.end(), connect: async () => lend(await pool.connect(), clock) }
}

function lend(client: pg.PoolClient, clock: Clock): PostgresPoolClient {
  let broken = false
  const query = async (sql: string, parameters: readonly unknown[]) => {
    if (broken) throw new Error('the connection is broken')
    try {
      return await inTime(clock, client.query(sql, [...parameters]), () => {})
    } catch (error) {
      broken = !(error instanceof pg.DatabaseError)
      throw error
    }
  }
  // Kysely's type has a second form, for cursors, which nothing in the service uses.
  const withoutCursors = query as unknown as PostgresPoolClient['query']
  return { query: withoutCursors, release: (destroy) => client.release(broken || destroy) }
}
