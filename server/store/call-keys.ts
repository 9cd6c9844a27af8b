import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { CallDamaged } from './call-damaged.ts'
import type { MasterKey } from './master-key.ts'
import type { Schema } from './schema.ts'
import { reaching } from './store-unreachable.ts'

const KEY_BYTES = 32

/**
 * The keys that the words of each call are sealed with. In the database they are wrapped by the master key, which
 * is what makes a purge possible: without its key, no copy of a call's words can be read any more.
 */
export class CallKeys {
  readonly #db: Kysely<Schema>
  readonly #masterKey: MasterKey
  readonly #open = new Map<string, Promise<KeyObject>>()

  constructor(db: Kysely<Schema>, masterKey: MasterKey) {
    this.#db = db
    this.#masterKey = masterKey
  }

  /** A new call's key, as the database keeps it. */
  wrapNew(callId: string): Uint8Array {
    return this.#masterKey.wrap(callId, randomBytes(KEY_BYTES))
  }

  /** The key of a call that is being written, remembered until `forget`. */
  async held(callId: string): Promise<KeyObject> {
    let key = this.#open.get(callId)
    if (!key) {
      key = this.read(callId)
      this.#open.set(callId, key)
      key.catch(() => this.#open.delete(callId))
    }
    return key
  }

  forget(callId: string): void {
    this.#open.delete(callId)
  }

  /** The key of a call that was begun. Rejects with `CallDamaged` where the wrapped key was altered or moved. */
  async read(callId: string): Promise<KeyObject> {
    const query = this.#db.selectFrom('calls').select('wrapped_key').where('id', '=', callId)
    const call = await reaching(() => query.executeTakeFirst())
    if (!call) throw new Error('the call was not begun in the log')
    try {
      return createSecretKey(this.#masterKey.unwrap(callId, call.wrapped_key))
    } catch (error) {
      throw new CallDamaged(callId, null, error)
    }
  }
}
