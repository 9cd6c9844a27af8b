import { createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { SealedItem, SealPurpose } from '../call/events/seal-events.ts'
import type { KeyFiles } from './key-files.ts'
import type { MasterKey } from './master-key.ts'
import { NotInLog } from './not-in-log.ts'
import type { Schema } from './schema.ts'
import { seal, unseal } from './sealed.ts'
import { KEY_BYTES } from './secret-file.ts'
import { reaching, StoreUnreachable } from './store-unreachable.ts'

/** SQLSTATE of a row that refers to one which is not there. */
const NO_SUCH_CALL = '23503'

export interface NewSeal {
  readonly callId: string
  readonly item: SealedItem
  readonly purpose: SealPurpose
  readonly madeAt: Date
  readonly expiresAt: Date
}

/** A seal as it was opened, with what is in it. */
export interface OpenedSeal extends NewSeal {
  readonly words: string
}

/** There is nothing to be had of the seal: it was never made, its time is over, or it does not open. */
export class SealGone extends Error {
  readonly why: 'unknown' | 'expired' | 'damaged'

  constructor(why: SealGone['why'], cause?: unknown) {
    super('the seal does not open', { cause })
    this.why = why
  }
}

/**
 * The words that were sealed, on disk: each encrypted with a key of its own, which lies in a file and is wrapped by
 * the master key. Both are bound to call, kind of item, purpose and expiry, so that a row that was altered does not
 * open. Once the key is destroyed, no copy of the database opens either.
 */
export class Seals {
  readonly #db: Kysely<Schema>
  readonly #masterKey: MasterKey
  readonly #files: KeyFiles

  constructor(db: Kysely<Schema>, masterKey: MasterKey, files: KeyFiles) {
    this.#db = db
    this.#masterKey = masterKey
    this.#files = files
  }

  /**
   * Resolves with the seal's id when row and key are on the disk. The row comes first: what a kill leaves in between
   * is a row without a key, which nobody can open. Rejects with `StoreUnreachable`, and with `NotInLog`.
   */
  async make({ callId, item, purpose, madeAt, expiresAt }: NewSeal, words: string): Promise<string> {
    const id = randomUUID()
    const place = { id, call_id: callId, item, purpose, expires_at: expiresAt }
    const secret = randomBytes(KEY_BYTES)
    const sealed = seal(createSecretKey(secret), placeOf(place), Buffer.from(words))
    const key_id = randomUUID()
    const insert = this.#db.insertInto('seals').values({ ...place, key_id, sealed, made_at: madeAt })
    await reaching(() => insert.execute()).catch((error) => {
      if ((error as { code?: unknown }).code === NO_SUCH_CALL) throw new NotInLog('the call was not begun')
      throw error
    })
    await reaching(() => this.#files.write(id, key_id, this.#masterKey.wrap(placeOf(place), secret)))
    return id
  }

  /**
   * The words, once the database has it that this person opened them. Rejects with `SealGone` and
   * `StoreUnreachable`.
   */
  async open(sealId: string, person: string, at: Date): Promise<OpenedSeal> {
    const row = await reaching(() =>
      this.#db.selectFrom('seals').selectAll().where('id', '=', sealId).executeTakeFirst(),
    )
    if (!row) throw new SealGone('unknown')
    if (row.sealed === null || row.expires_at <= at) {
      await this.#destroy(row)
      throw new SealGone('expired')
    }
    const words = await this.#wordsOf(row, row.sealed)
    const marked = this.#db
      .updateTable('seals')
      .set({ opened_at: at, opened_by: person })
      .where('id', '=', sealId)
      .where('sealed', 'is not', null)
      .returning('id')
    if (!(await reaching(() => marked.executeTakeFirst()))) throw new SealGone('expired')
    const { call_id: callId, item, purpose, made_at: madeAt, expires_at: expiresAt } = row
    return { callId, item, purpose, madeAt, expiresAt, words }
  }

  /** Destroys the keys of all that has expired by `at`; gives how many. Rejects with `StoreUnreachable`. */
  async destroyExpired(at: Date): Promise<number> {
    const expired = this.#db
      .selectFrom('seals')
      .select(['id', 'key_id'])
      .where('sealed', 'is not', null)
      .where('expires_at', '<=', at)
    const rows = await reaching(() => expired.execute())
    for (const row of rows) await this.#destroy(row)
    return rows.length
  }

  /** First the key: a kill in between leaves it to the next time. */
  async #destroy({ id, key_id }: Pick<Row, 'id' | 'key_id'>): Promise<void> {
    await reaching(() => this.#files.destroy(id, key_id))
    const update = this.#db.updateTable('seals').set({ sealed: null }).where('id', '=', id)
    await reaching(() => update.execute())
  }

  async #wordsOf(row: Row, sealed: Uint8Array): Promise<string> {
    try {
      const wrapped = await this.#files.read(row.id, row.key_id)
      const key = createSecretKey(this.#masterKey.unwrap(placeOf(row), wrapped))
      return Buffer.from(unseal(key, placeOf(row), sealed)).toString()
    } catch (error) {
      const { syscall, code } = error as NodeJS.ErrnoException
      if (syscall && code !== 'ENOENT') throw new StoreUnreachable(error)
      throw new SealGone('damaged', error)
    }
  }
}

type Row = Selectable<Schema['seals']>

/** What the words and their wrapped key are bound to. */
function placeOf(row: Pick<Row, 'id' | 'call_id' | 'item' | 'purpose' | 'expires_at'>): string {
  return `seal ${row.id} ${row.call_id} ${row.item} ${row.purpose} ${row.expires_at.toISOString()}`
}
