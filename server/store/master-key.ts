import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { StartError } from '../start-error.ts'
import type { Schema } from './schema.ts'
import { seal, unseal } from './sealed.ts'
import { KEY_BYTES, makeSecret, readSecret } from './secret-file.ts'

/** The key outside the database: it wraps the keys of calls and seals, and hashes the PBX's names for them. */
export class MasterKey {
  readonly #wrapping: KeyObject
  readonly #hashing: KeyObject
  /** Tells whether a database belongs to this key; says nothing about the key itself. */
  readonly fingerprint: Uint8Array

  constructor(secret: Uint8Array) {
    this.#wrapping = createSecretKey(derive(secret, 'call keys'))
    this.#hashing = createSecretKey(derive(secret, 'pbx call names'))
    this.fingerprint = derive(secret, 'fingerprint')
  }

  /** `boundTo` names the place that the wrapped key is kept in. */
  wrap(boundTo: string, callKey: Uint8Array): Uint8Array {
    return seal(this.#wrapping, boundTo, callKey)
  }

  /** Throws where the wrapped key was altered or belongs to another place. */
  unwrap(boundTo: string, wrapped: Uint8Array): Uint8Array {
    return unseal(this.#wrapping, boundTo, wrapped)
  }

  /** HMAC-SHA-256 of the PBX's own name for a call, which is itself never stored. */
  refHash(pbxCall: string): Uint8Array {
    return createHmac('sha256', this.#hashing).update(pbxCall).digest()
  }
}

/**
 * Reads `<keysDir>/master.key`, or makes it where the database has never seen one. Throws a `StartError` where
 * the key is missing or is not the one that the database belongs to.
 */
export async function openMasterKey(db: Kysely<Schema>, keysDir: string): Promise<MasterKey> {
  const path = join(keysDir, 'master.key')
  const known = await readFingerprint(db)
  const secret = readSecret(path) ?? (known ? null : await makeSecret(path))
  if (!secret)
    throw new StartError(
      `KEYS_DIR: the key ${path} is missing, and what the database holds cannot be read without it: ` +
        'put the key back, or begin with an empty database.',
    )
  const masterKey = new MasterKey(secret)
  const row = { id: 1, fingerprint: masterKey.fingerprint }
  if (!known)
    await db
      .insertInto('master_key')
      .values(row)
      .onConflict((on) => on.doNothing())
      .execute()
  const owner = known ?? (await readFingerprint(db))
  if (!owner || !timingSafeEqual(owner, masterKey.fingerprint))
    throw new StartError(
      `KEYS_DIR: the key ${path} is not the one that the database was begun with: put the right key there, ` +
        'or begin with an empty database.',
    )
  return masterKey
}

async function readFingerprint(db: Kysely<Schema>): Promise<Uint8Array | undefined> {
  return (await db.selectFrom('master_key').select('fingerprint').executeTakeFirst())?.fingerprint
}

function derive(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `hotline-sidecar ${purpose}`, KEY_BYTES))
}
