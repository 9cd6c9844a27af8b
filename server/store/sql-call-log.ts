import type { KeyObject } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { isStored, type LoggedEvent } from '../call/call-event.ts'
import { wordsOf } from '../call/words.ts'
import type { Redacted } from '../redaction/redacted.ts'
import type { CallKey, CallKeys } from './call-keys.ts'
import type { CallLog, OpenCall } from './call-log.ts'
import type { DataDirectory } from './data-directory.ts'
import { rewriteWords } from './rewritten-words.ts'
import type { Schema } from './schema.ts'
import { reaching, StoreUnreachable } from './store-unreachable.ts'
import { fromRow, ROWS_A_STATEMENT, toRow } from './stored-event.ts'

/** Bounds a transaction, so that after an outage the first are acknowledged before the last are written. */
const ROWS_A_TRANSACTION = 2000

/** Something that is about to be committed is not wanted any more. */
class Withdrawn extends Error {}

/** What one `append` asks for. */
interface Append {
  readonly callId: string
  /** Null where none of the events has words: those need no key. */
  readonly key: CallKey | null
  readonly events: readonly LoggedEvent[]
  readonly isWanted: (logged: LoggedEvent) => boolean
  /** When the call ended, if it did: ms of call time. */
  readonly endedAtMs: number | undefined
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * The log in a SQL database. Appends that arrive while a transaction is running share the next one, so that the
 * busier it gets, the more calls are written at once.
 */
export class SqlCallLog implements CallLog {
  readonly #db: Kysely<Schema>
  readonly #keys: CallKeys
  readonly #directory: DataDirectory
  readonly #waiting: Append[] = []
  #writing: Promise<void> | null = null
  /** Ends when every rewrite did that was asked for: one at a time is enough, and leaves connections to others. */
  #rewriting: Promise<unknown> = Promise.resolve()

  constructor(db: Kysely<Schema>, keys: CallKeys, directory: DataDirectory) {
    this.#db = db
    this.#keys = keys
    this.#directory = directory
  }

  /** Rejects with `StoreUnreachable`. To repeat it changes nothing. */
  async open({ callId, refHash, startedAt }: Parameters<CallLog['open']>[0]): Promise<void> {
    const { id: key_id } = await this.#keys.begun(callId)
    const insert = this.#db
      .insertInto('calls')
      .values({ id: callId, ref_hash: refHash, started_at: startedAt, key_id })
      .onConflict((on) => on.column('id').doNothing())
      .returning('id')
    if (await reaching(() => insert.executeTakeFirst())) return
    this.#keys.forget(callId)
    await this.#keys.destroyUnnamed(callId)
  }

  /** Rejects with `StoreUnreachable`, and with other errors where repeating would not help. */
  async append(
    callId: string,
    events: readonly Redacted<LoggedEvent>[],
    isWanted: Append['isWanted'] = () => true,
  ): Promise<void> {
    const transient = events.find(({ event }) => !isStored(event))
    if (transient) throw new TypeError(`${transient.event.kind} is never stored`)
    if (events.length === 0) return
    const key = events.some(({ event }) => wordsOf(event) !== null) ? await this.#keys.held(callId) : null
    const endedAtMs = events.find(({ event }) => event.kind === 'call.ended')?.event.atMs
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ callId, key, events, isWanted, endedAtMs, resolve, reject })
      this.#writing ??= this.#writeWaiting()
    })
    if (endedAtMs !== undefined) this.#keys.forget(callId)
  }

  /** Rejects with `StoreUnreachable`, and with other errors where repeating would not help. */
  async rewrite(callId: string, changed: readonly Redacted<LoggedEvent>[]): Promise<void> {
    const wordless = changed.find(({ event }) => wordsOf(event) === null)
    if (wordless) throw new TypeError(`${wordless.event.kind} has no words`)
    const turn = this.#rewriting.then(() => this.#rewrite(callId, changed))
    this.#rewriting = turn.catch(() => {})
    await turn
  }

  /** Rejects with `StoreUnreachable`. To repeat it changes nothing. */
  async noteCaller(callId: string, hashes: readonly Uint8Array[]): Promise<number> {
    const note = this.#db
      .updateTable('calls')
      .set({ caller_hash: hashes[0] ?? null })
      .where('id', '=', callId)
      .where('caller_hash', 'is', null)
    await reaching(() => note.execute())
    const count = this.#db
      .selectFrom('calls as this')
      .innerJoin('calls as each', (join) =>
        join
          .on('each.caller_hash', 'in', hashes)
          .on(sql<boolean>`each.started_at between this.started_at - interval '7 days' and this.started_at`),
      )
      .where('this.id', '=', callId)
      .select(sql<number>`count(*)::integer`.as('calls'))
    return (await reaching(() => count.executeTakeFirstOrThrow())).calls
  }

  /** Rejects with `StoreUnreachable`. */
  async openCalls(): Promise<OpenCall[]> {
    const query = this.#db
      .selectFrom('calls')
      .leftJoinLateral(
        (db) =>
          db
            .selectFrom('call_events')
            .select(['seq', 'at_ms'])
            .whereRef('call_id', '=', 'calls.id')
            .orderBy('seq', 'desc')
            .limit(1)
            .as('newest'),
        (join) => join.onTrue(),
      )
      .where('ended_at', 'is', null)
      .orderBy('started_at')
      .select(['id', 'ref_hash', 'started_at', 'newest.seq', 'newest.at_ms'])
    return (await reaching(() => query.execute())).map((call) => ({
      callId: call.id,
      refHash: call.ref_hash,
      startedAt: call.started_at,
      lastSeq: call.seq ?? 0,
      lastAtMs: call.at_ms ?? 0,
    }))
  }

  /** Rejects with `StoreUnreachable`. */
  async endedCalls(): Promise<string[]> {
    const query = this.#db
      .selectFrom('calls')
      .select('id')
      .where('ended_at', 'is not', null)
      .orderBy('started_at')
      .orderBy('id')
    return (await reaching(() => query.execute())).map(({ id }) => id)
  }

  /** Rejects with `StoreUnreachable`, and with `CallDamaged` where what is stored does not open. */
  async read(callId: string): Promise<LoggedEvent[]> {
    return this.#keys.using(callId, ({ secret }) => this.#readWith(secret, callId))
  }

  async #readWith(key: KeyObject, callId: string): Promise<LoggedEvent[]> {
    const events: LoggedEvent[] = []
    for (;;) {
      const query = this.#db
        .selectFrom('call_events')
        .selectAll()
        .where('call_id', '=', callId)
        .where('seq', '>', events.at(-1)?.seq ?? 0)
        .orderBy('seq')
        .limit(ROWS_A_STATEMENT)
      const rows = await reaching(() => query.execute())
      for (const row of rows) events.push(fromRow(key, row))
      if (rows.length < ROWS_A_STATEMENT) return events
    }
  }

  /** Answers when the database does. Rejects with `StoreUnreachable`. */
  async ping(): Promise<void> {
    await reaching(() => sql`select 1`.execute(this.#db))
  }

  /** Writes what waits, then closes the database and lets go of the data directory. */
  async close(): Promise<void> {
    await Promise.all([this.#writing, this.#rewriting])
    await this.#db.destroy()
    this.#directory.release()
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) await this.#write(this.#nextGroup())
    this.#writing = null
  }

  #nextGroup(): Append[] {
    let rows = 0
    const next = this.#waiting.findIndex((append) => {
      rows += append.events.length
      return rows > ROWS_A_TRANSACTION
    })
    return this.#waiting.splice(0, next === -1 ? this.#waiting.length : Math.max(next, 1))
  }

  /** Settles every append of the group. One that the database refuses does not take the others with it. */
  async #write(group: readonly Append[]): Promise<void> {
    try {
      await reaching(() => this.#commit(group))
      for (const { resolve } of group) resolve()
    } catch (error) {
      const alone = group.length === 1 || error instanceof StoreUnreachable
      if (alone) for (const { reject } of group) reject(error)
      else for (const append of group) await this.#write([append])
    }
  }

  async #commit(group: readonly Append[]): Promise<void> {
    const events = group.flatMap((append) =>
      append.events.filter(append.isWanted).map((logged) => ({ ...append, logged })),
    )
    const transaction = this.#db.transaction().execute(async (transaction) => {
      const keys = await this.#lockKeys(transaction, group)
      for (let start = 0; start < events.length; start += ROWS_A_STATEMENT) {
        const next = events.slice(start, start + ROWS_A_STATEMENT)
        await transaction
          .insertInto('call_events')
          .values(next.map(({ callId, logged }) => toRow(callId, keys.get(callId), logged)))
          .onConflict((on) => on.columns(['call_id', 'seq']).doNothing())
          .execute()
      }
      for (const { callId, endedAtMs } of group) {
        if (endedAtMs === undefined) continue
        await transaction
          .updateTable('calls')
          .set({ ended_at: sql`started_at + ${endedAtMs} * interval '1 millisecond'` })
          .where('id', '=', callId)
          .execute()
      }
      if (!events.every(({ isWanted, logged }) => isWanted(logged))) throw new Withdrawn()
    })
    await transaction.catch((error) => {
      if (!(error instanceof Withdrawn)) throw error
      return this.#commit(group)
    })
  }

  /** The keys to seal with: those that the rows of the calls name now and, as they are locked, at the commit. */
  async #lockKeys(
    transaction: Transaction<Schema>,
    group: readonly Append[],
  ): Promise<Map<string, KeyObject>> {
    const named = await this.#keys.lock(transaction, [...new Set(group.map(({ callId }) => callId))])
    const keys = new Map<string, KeyObject>()
    for (const { callId, key } of group) {
      const keyId = named.get(callId) ?? null
      if (!key || keys.has(callId)) continue
      const rewritten = key.id !== keyId
      if (rewritten) this.#keys.forget(callId)
      keys.set(callId, (rewritten ? await this.#keys.open(callId, keyId) : key).secret)
    }
    return keys
  }

  /** Whether it was committed or not: afterwards there is one key of the call, the one that its row names. */
  async #rewrite(callId: string, changed: readonly LoggedEvent[]): Promise<void> {
    try {
      const transaction = this.#db
        .transaction()
        .execute((transaction) => rewriteWords(transaction, this.#keys, callId, changed))
      await reaching(() => transaction)
    } finally {
      this.#keys.forget(callId)
      await this.#keys.destroyUnnamed(callId)
    }
  }
}
