import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '../start-error.ts'

/** Room that a start needs at least: a few pieces of the database's journal. */
const PROBE_BYTES = 4 * 2 ** 20

/** SQLITE_BUSY */
const BUSY = 5

/** The directory that the service keeps things in, held by one instance. */
export interface DataDirectory {
  release(): void
}

/**
 * Creates the directory where it is missing, sees that it can be written, and holds it for this instance. The
 * kernel lets go of it when the process dies, however it dies. Throws a `StartError` that says what is wrong.
 */
export function holdDataDirectory(path: string): DataDirectory {
  makeDirectory('DATA_DIR', path)
  probe('DATA_DIR', path, PROBE_BYTES)
  const lock = takeLock(path)
  return { release: () => lock.close() }
}

/** Throws a `StartError` where it cannot be made. */
export function makeDirectory(what: string, path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw directoryProblem(what, path, error)
  }
}

/** What a person reads about a path that cannot be used; `what` begins with the variable that names it. */
export function directoryProblem(what: string, path: string, error: unknown): StartError {
  const { code } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StartError(`${what} ${path} has no room left: free some space on its disk.`)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StartError(
        `${what} ${path} cannot be used: give the service's user the right to write there.`,
      )
    case 'EEXIST':
    case 'ENOTDIR':
      return new StartError(
        `${what} ${path} cannot be used: a file is in the way. Move it, or choose another path.`,
      )
    default:
      return new StartError(`${what} ${path} cannot be used (${code}): mend that, or choose another path.`)
  }
}

/** Node has no file locks of its own; SQLite's are the kernel's, and hold between containers on one volume too. */
function takeLock(path: string): DatabaseSync {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(join(path, 'lock'))
    lock.exec('pragma journal_mode = off; begin exclusive')
    return lock
  } catch (error) {
    lock?.close()
    if ((error as { errcode?: number }).errcode === BUSY)
      throw new StartError(
        `DATA_DIR ${path} is in use by another instance: stop that one, or give this one a directory of its own.`,
      )
    throw new StartError(
      `DATA_DIR ${path} cannot be locked: remove the file "lock" in it, or choose another path.`,
    )
  }
}

/** Throws a `StartError` where so many bytes cannot be written. */
export function probe(what: string, path: string, bytes: number): void {
  const file = join(path, 'write-probe')
  try {
    const handle = openSync(file, 'w', 0o600)
    try {
      for (let left = bytes; left > 0; ) left -= writeSync(handle, Buffer.alloc(left))
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    throw directoryProblem(what, path, error)
  } finally {
    rmSync(file, { force: true })
  }
}
