import type { KeyObject } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { isStored, type LoggedEvent } from '../call/call-event.ts'
import type { Redacted } from '../redaction/redacted.ts'
import type { CallKeys } from './call-keys.ts'
import type { CallLog, OpenCall } from './call-log.ts'
import type { DataDirectory } from './data-directory.ts'
import type { Schema } from './schema.ts'
import { reaching, StoreUnreachable } from './store-unreachable.ts'
import { fromRow, toRow } from './stored-event.ts'

/** Bounds a statement, and how long the sealing and opening of its rows holds up the sockets: about 10 ms. */
const ROWS_A_STATEMENT = 200
/** Bounds a transaction, so that after an outage the first are acknowledged before the last are written. */
const ROWS_A_TRANSACTION = 2000

/** Something that is about to be committed is not wanted any more. */
class Withdrawn extends Error {}

/** What one `append` asks for. */
interface Append {
  readonly callId: string
  readonly key: KeyObject
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

  constructor(db: Kysely<Schema>, keys: CallKeys, directory: DataDirectory) {
    this.#db = db
    this.#keys = keys
    this.#directory = directory
  }

  /** Rejects with `StoreUnreachable`. To repeat it changes nothing. */
  async open({ callId, refHash, startedAt }: Parameters<CallLog['open']>[0]): Promise<void> {
    const call = {
      id: callId,
      ref_hash: refHash,
      started_at: startedAt,
      wrapped_key: this.#keys.wrapNew(callId),
    }
    const insert = this.#db
      .insertInto('calls')
      .values(call)
      .onConflict((on) => on.column('id').doNothing())
    await reaching(() => insert.execute())
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
    const key = await this.#keys.held(callId)
    const endedAtMs = events.find(({ event }) => event.kind === 'call.ended')?.event.atMs
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ callId, key, events, isWanted, endedAtMs, resolve, reject })
      this.#writing ??= this.#writeWaiting()
    })
    if (endedAtMs !== undefined) this.#keys.forget(callId)
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

  /** Rejects with `StoreUnreachable`, and with `CallDamaged` where what is stored does not open. */
  async read(callId: string): Promise<LoggedEvent[]> {
    const key = await this.#keys.read(callId)
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
    await this.#writing
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
      for (let start = 0; start < events.length; start += ROWS_A_STATEMENT) {
        const next = events.slice(start, start + ROWS_A_STATEMENT)
        await transaction
          .insertInto('call_events')
          .values(next.map(({ callId, key, logged }) => toRow(callId, key, logged)))
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
}
