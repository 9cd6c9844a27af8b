import { createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { CallDamaged } from './call-damaged.ts'
import type { KeyFiles } from './key-files.ts'
import type { MasterKey } from './master-key.ts'
import { NotInLog } from './not-in-log.ts'
import type { Schema } from './schema.ts'
import { reaching, StoreUnreachable } from './store-unreachable.ts'

const KEY_BYTES = 32

export interface CallKey {
  readonly id: string
  readonly secret: KeyObject
}

/**
 * The keys that the words of each call are sealed with: each in a file, wrapped by the master key; the row of the
 * call names the one that counts. Without its key, no copy of a call's words can be read any more.
 */
export class CallKeys {
  readonly #db: Kysely<Schema>
  readonly #masterKey: MasterKey
  readonly #files: KeyFiles
  readonly #held = new Map<string, Promise<CallKey>>()

  constructor(db: Kysely<Schema>, masterKey: MasterKey, files: KeyFiles) {
    this.#db = db
    this.#masterKey = masterKey
    this.#files = files
  }

  /** Keeps a key for the call, a new one unless it is given. Rejects with `StoreUnreachable`. */
  async make(callId: string, secret: Uint8Array = randomBytes(KEY_BYTES)): Promise<CallKey> {
    const id = randomUUID()
    const wrapped = this.#masterKey.wrap(placeOf(callId, id), secret)
    await reaching(() => this.#files.write(callId, id, wrapped))
    return { id, secret: createSecretKey(secret) }
  }

  /** Rejects with `CallDamaged` where the key is missing or was altered or moved, and with `StoreUnreachable`. */
  async open(callId: string, keyId: string | null): Promise<CallKey> {
    try {
      if (keyId === null) throw new Error('the call has no key')
      const wrapped = await this.#files.read(callId, keyId)
      return { id: keyId, secret: createSecretKey(this.#masterKey.unwrap(placeOf(callId, keyId), wrapped)) }
    } catch (error) {
      const { syscall, code } = error as NodeJS.ErrnoException
      if (syscall && code !== 'ENOENT') throw new StoreUnreachable(error)
      throw new CallDamaged(callId, null, error)
    }
  }

  /** The key of a call that begins: the same one each time it is tried, until `forget`. */
  async begun(callId: string): Promise<CallKey> {
    return this.#hold(callId, () => this.make(callId))
  }

  /** The key of a call that is being written, remembered until `forget`. */
  async held(callId: string): Promise<CallKey> {
    return this.#hold(callId, () => this.using(callId, async (key) => key))
  }

  forget(callId: string): void {
    this.#held.delete(callId)
  }

  /** Runs `use` with the key of the call, and once more where a rewrite put another key in its place meanwhile. */
  async using<T>(callId: string, use: (key: CallKey) => Promise<T>): Promise<T> {
    for (let failed: string | null | undefined; ; ) {
      const keyId = await this.#idOf(callId)
      try {
        return await use(await this.open(callId, keyId))
      } catch (error) {
        if (!(error instanceof CallDamaged) || keyId === failed) throw error
        failed = keyId
      }
    }
  }

  /** The ids of the keys of these calls. No rewrite changes them before the transaction ends. */
  async lock(
    transaction: Transaction<Schema>,
    callIds: readonly string[],
  ): Promise<Map<string, string | null>> {
    const rows = await transaction
      .selectFrom('calls')
      .select(['id', 'key_id'])
      .where('id', 'in', callIds)
      .orderBy('id')
      .forKeyShare()
      .execute()
    if (rows.length < callIds.length) throw new NotInLog('the call was not begun in the log')
    return new Map(rows.map(({ id, key_id }) => [id, key_id]))
  }

  /**
   * Destroys every key of the call but the one that its row names. Keys are replaced while the row is locked, so
   * that a rewrite of another instance is never in the middle of it. Where the row's own key is missing, or the
   * database knows no such call (the files may belong to another one), everything is left as it is.
   */
  async destroyUnnamed(callId: string): Promise<void> {
    const transaction = this.#db.transaction().execute(async (transaction) => {
      const call = await transaction
        .selectFrom('calls')
        .select('key_id')
        .where('id', '=', callId)
        .forUpdate()
        .executeTakeFirst()
      const keyIds = await this.#files.ofCall(callId)
      if (!call?.key_id || !keyIds.includes(call.key_id)) return
      for (const keyId of keyIds) if (keyId !== call.key_id) await this.#files.destroy(callId, keyId)
    })
    await reaching(() => transaction)
  }

  /** Destroys what a process that was killed could not: see `destroyUnnamed`. */
  async destroyLeftOver(): Promise<void> {
    for (const callId of await this.#files.callsWithSeveral()) await this.destroyUnnamed(callId)
  }

  async #idOf(callId: string): Promise<string | null> {
    const query = this.#db.selectFrom('calls').select('key_id').where('id', '=', callId)
    const call = await reaching(() => query.executeTakeFirst())
    if (!call) throw new NotInLog('the call was not begun in the log')
    return call.key_id
  }

  #hold(callId: string, find: () => Promise<CallKey>): Promise<CallKey> {
    const held = this.#held.get(callId)
    if (held) return held
    const key = find()
    this.#held.set(callId, key)
    key.catch(() => this.#held.delete(callId))
    return key
  }
}

/** What a wrapped key is bound to. */
function placeOf(callId: string, keyId: string): string {
  return `${callId} ${keyId}`
}
