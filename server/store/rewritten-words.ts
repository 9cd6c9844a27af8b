import { type NotNull, sql, type Transaction } from 'kysely'
import type { LoggedEvent } from '../call/call-event.ts'
import type { CallKeys } from './call-keys.ts'
import { NotInLog } from './not-in-log.ts'
import type { Schema } from './schema.ts'
import { ROWS_A_STATEMENT, reseal, toRow } from './stored-event.ts'

/**
 * Seals all words of a call anew under a new key, those of `changed` in place of those that are stored. The row of
 * the call stays locked until the transaction ends: until then nobody else knows the new key, and who appends waits
 * and seals with it. Rejects with `CallDamaged` and `NotInLog`.
 */
export async function rewriteWords(
  transaction: Transaction<Schema>,
  keys: CallKeys,
  callId: string,
  changed: readonly LoggedEvent[],
): Promise<void> {
  const call = await transaction
    .selectFrom('calls')
    .select('key_id')
    .where('id', '=', callId)
    .forUpdate()
    .executeTakeFirst()
  if (!call) throw new NotInLog('the call was not begun in the log')
  const from = await keys.open(callId, call.key_id)
  const to = await keys.make(callId)
  const instead = new Map(changed.map((logged) => [logged.seq, logged]))
  for (let after = 0; ; ) {
    const rows = await transaction
      .selectFrom('call_events')
      .select(['call_id', 'seq', 'kind', 'sealed'])
      .where('call_id', '=', callId)
      .where('seq', '>', after)
      .where('sealed', 'is not', null)
      .orderBy('seq')
      .limit(ROWS_A_STATEMENT)
      .$narrowType<{ sealed: NotNull }>()
      .execute()
    const last = rows.at(-1)
    if (!last) break
    after = last.seq
    const renewed = rows.map((row) => {
      const logged = instead.get(row.seq)
      if (logged && logged.event.kind !== row.kind)
        throw new NotInLog(`the event with the number ${row.seq} is no ${logged.event.kind}`)
      const { sealed, body, v } = logged
        ? toRow(callId, to.secret, logged)
        : { sealed: reseal(row, from.secret, to.secret), body: null, v: null }
      return sql`(${row.seq}::integer, ${sealed}::bytea, ${body}::jsonb, ${v}::smallint)`
    })
    await sql`
      update call_events as stored
      set sealed = renewed.sealed, body = coalesce(renewed.body, stored.body), v = coalesce(renewed.v, stored.v)
      from (values ${sql.join(renewed)}) as renewed (seq, sealed, body, v)
      where stored.call_id = ${callId} and stored.seq = renewed.seq`.execute(transaction)
  }
  await transaction.updateTable('calls').set({ key_id: to.id }).where('id', '=', callId).execute()
}
