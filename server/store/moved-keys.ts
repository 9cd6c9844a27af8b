import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { CallKeys } from './call-keys.ts'
import type { MasterKey } from './master-key.ts'
import type { Schema } from './schema.ts'

const CALLS_AT_ONCE = 200
const NO_CALL = '00000000-0000-0000-0000-000000000000'

/**
 * Moves the keys that older versions kept in the database, wrapped, to files: once, a wrapped key that was moved is
 * null. One that does not open stays: its call is damaged, and says so when it is read.
 *
 * What it cannot reach: pages that are not used again yet, the journal and backups keep the wrapped keys of those
 * calls, and the master key opens them there. Words that were written before the move are therefore safe from being
 * read after a rewrite only when the table was written anew (`vacuum full calls`), the journal has gone round, and
 * the backups of that time were destroyed.
 */
export async function moveWrappedKeys(
  db: Kysely<Schema>,
  masterKey: MasterKey,
  keys: CallKeys,
): Promise<void> {
  for (let after = NO_CALL; ; ) {
    const calls = await db
      .selectFrom('calls')
      .select(['id', 'wrapped_key'])
      .where('wrapped_key', 'is not', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(CALLS_AT_ONCE)
      .execute()
    const last = calls.at(-1)
    if (!last) return
    const moved = await Promise.all(
      calls.map(async ({ id, wrapped_key }) => {
        const secret = wrapped_key && unwrap(masterKey, id, wrapped_key)
        return secret ? [sql`(${id}::uuid, ${(await keys.make(id, secret)).id}::uuid)`] : []
      }),
    )
    // An instance that starts at the same time may have been quicker; the key that was made here is then left over.
    if (moved.flat().length > 0)
      await sql`
        update calls set key_id = moved.key_id, wrapped_key = null
        from (values ${sql.join(moved.flat())}) as moved (id, key_id)
        where calls.id = moved.id and wrapped_key is not null`.execute(db)
    after = last.id
  }
}

function unwrap(masterKey: MasterKey, callId: string, wrapped: Uint8Array): Uint8Array | null {
  try {
    return masterKey.unwrap(callId, wrapped)
  } catch {
    return null
  }
}
