import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeDirectory } from './data-directory.ts'
import { makeSecret, readSecret } from './secret-file.ts'

const NAME = /^caller-numbers\.(\d{1,9})\.key$/

/**
 * The keys that callers' numbers are hashed with, `KEYS_DIR/caller-numbers.N.key`. There are few enough numbers to
 * try them all: only the key, which is in no database, keeps a hash from being turned back.
 */
export class CallerKeys {
  readonly #newestFirst: readonly KeyObject[]

  constructor(newestFirst: readonly Uint8Array[]) {
    this.#newestFirst = newestFirst.map((secret) => createSecretKey(secret))
  }

  /** HMAC-SHA-256 of a number: first the hash to store, by the newest key, then those that older keys made of it. */
  hashes(number: string): Uint8Array[] {
    return this.#newestFirst.map((key) => createHmac('sha256', key).update(number).digest())
  }
}

/** Reads every key, the highest number is the newest; makes the first. Throws a `StartError`. */
export async function openCallerKeys(keysDir: string): Promise<CallerKeys> {
  makeDirectory('KEYS_DIR', keysDir)
  const numbers = readdirSync(keysDir).flatMap((name) => NAME.exec(name)?.[1] ?? [])
  if (numbers.length === 0) await makeSecret(join(keysDir, 'caller-numbers.1.key'))
  const newestFirst = (numbers.length > 0 ? numbers : ['1']).sort((a, b) => Number(b) - Number(a))
  return new CallerKeys(
    newestFirst.flatMap((number) => readSecret(join(keysDir, `caller-numbers.${number}.key`)) ?? []),
  )
}
