import { hkdfSync } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MasterKey } from '../../../server/store/master-key.ts'

/** The key files of a call, as paths. */
export function keyFilesOf(keysDir: string, callId: string): string[] {
  return filesIn(keysDir).filter((path) => path.includes(`/${callId}.`))
}

/** The key that a file holds. */
export function keyIn(keysDir: string, path: string): Uint8Array {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return new MasterKey(masterSecret(keysDir)).unwrap(name.replace('.', ' '), readFileSync(path))
}

/** The key that the keys of the calls are wrapped with. */
export function wrappingKey(keysDir: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterSecret(keysDir), '', 'hotline-sidecar call keys', 32))
}

/** Whoever has the folder has these keys. */
export function everyKey(keysDir: string): Uint8Array[] {
  const ofCalls = filesIn(join(keysDir, 'calls')).map((path) => keyIn(keysDir, path))
  return [masterSecret(keysDir), wrappingKey(keysDir), ...ofCalls]
}

export function filesIn(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

function masterSecret(keysDir: string): Uint8Array {
  return readFileSync(join(keysDir, 'master.key'))
}
