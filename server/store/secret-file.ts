import { randomBytes, randomUUID } from 'node:crypto'
import { linkSync, readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StartError } from '../start-error.ts'
import { directoryProblem, makeDirectory } from './data-directory.ts'

/** The length of every key. */
export const KEY_BYTES = 32

/** Reads a key of `KEYS_DIR`; null where there is none. Throws a `StartError` where it cannot be used. */
export function readSecret(path: string): Uint8Array | null {
  let secret: Uint8Array
  try {
    secret = readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw directoryProblem('KEYS_DIR: the key', path, error)
  }
  if (secret.length === KEY_BYTES) return secret
  throw new StartError(
    `KEYS_DIR: the key ${path} is damaged: it must be ${KEY_BYTES} bytes long. Put the right key there.`,
  )
}

/** A key is there whole or not at all, and of two instances that make one at once both use the same. */
export async function makeSecret(path: string): Promise<Uint8Array | null> {
  makeDirectory('KEYS_DIR', dirname(path))
  const unnamed = `${path}.${randomUUID()}`
  try {
    await writeFile(unnamed, randomBytes(KEY_BYTES), { mode: 0o600, flush: true })
    linkSync(unnamed, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw directoryProblem('KEYS_DIR: the key', path, error)
  } finally {
    rmSync(unnamed, { force: true })
  }
  return readSecret(path)
}
