import { open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDirectory, probe } from './data-directory.ts'

const FOLDERS = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const NAME = new RegExp(`^(${UUID})\\.(${UUID})$`)

/** Room that a start needs at least: for some hundred calls. */
const PROBE_BYTES = 2 ** 20

/**
 * The keys of the calls as files, `KEYS_DIR/calls/<last two digits of the call>/<call>.<key>`, and those of the seals
 * in the same way: outside of the database, so that none of its pages, journals and backups holds a key that was
 * destroyed.
 */
export class KeyFiles {
  readonly #root: string

  private constructor(root: string) {
    this.#root = root
  }

  /** Rejects with a `StartError` where the folders cannot be had or written. */
  static async open(keysDir: string, what: 'calls' | 'seals'): Promise<KeyFiles> {
    const root = join(keysDir, what)
    for (const folder of FOLDERS) makeDirectory('KEYS_DIR', join(root, folder))
    probe('KEYS_DIR', keysDir, PROBE_BYTES)
    // A file that is synced can still be lost with a folder that is not.
    for (const folder of [root, keysDir]) await sync(folder)
    return new KeyFiles(root)
  }

  /**
   * Resolves when the key is on the disk. It needs no other name until then: no row names a key that is not whole,
   * and what a kill left half-written is destroyed with the other keys that no row names.
   */
  async write(ownerId: string, keyId: string, wrapped: Uint8Array): Promise<void> {
    const path = this.#path(ownerId, keyId)
    try {
      await writeFile(path, wrapped, { flag: 'wx', mode: 0o600, flush: true })
      await sync(this.#folder(ownerId))
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  }

  async read(ownerId: string, keyId: string): Promise<Uint8Array> {
    return readFile(this.#path(ownerId, keyId))
  }

  /** Overwrites the key and removes it. A key that is gone already is no error. */
  async destroy(ownerId: string, keyId: string): Promise<void> {
    const path = this.#path(ownerId, keyId)
    try {
      const file = await open(path, 'r+')
      try {
        await file.write(Buffer.alloc((await file.stat()).size), 0, null, 0)
        await file.sync()
      } finally {
        await file.close()
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    await rm(path, { force: true })
    await sync(this.#folder(ownerId))
  }

  /** The ids of the keys that there are of a call. */
  async ofCall(callId: string): Promise<string[]> {
    return (await this.#namesIn(this.#folder(callId)))
      .filter(([id]) => id === callId)
      .map(([, keyId]) => keyId)
  }

  /** The calls with more than one key: something was cut off while the key of such a call was replaced. */
  async callsWithSeveral(): Promise<string[]> {
    const several = new Set<string>()
    for (const folder of FOLDERS) {
      const seen = new Set<string>()
      for (const [callId] of await this.#namesIn(join(this.#root, folder)))
        if (seen.has(callId)) several.add(callId)
        else seen.add(callId)
    }
    return [...several]
  }

  async #namesIn(folder: string): Promise<[callId: string, keyId: string][]> {
    return (await readdir(folder)).flatMap((name) => {
      const [, callId, keyId] = NAME.exec(name) ?? []
      return callId && keyId ? [[callId, keyId]] : []
    })
  }

  #folder(ownerId: string): string {
    return join(this.#root, ownerId.slice(-2))
  }

  #path(ownerId: string, keyId: string): string {
    return join(this.#folder(ownerId), `${ownerId}.${keyId}`)
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
