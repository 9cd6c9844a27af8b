import { CallKeys } from './call-keys.ts'
import type { CallLog } from './call-log.ts'
import { openCallerKeys } from './caller-keys.ts'
import { holdDataDirectory } from './data-directory.ts'
import { type DatabaseOptions, openDatabase } from './database.ts'
import { KeyFiles } from './key-files.ts'
import { openMasterKey } from './master-key.ts'
import { moveWrappedKeys } from './moved-keys.ts'
import { Seals } from './seals.ts'
import { SqlCallLog } from './sql-call-log.ts'

export interface CallLogOptions extends DatabaseOptions {
  /** Holds `master.key` and the keys of calls, seals and callers' numbers; best on another disk than the database and its backups. */
  readonly keysDir: string
}

export interface OpenedCallLog {
  readonly log: CallLog
  readonly seals: Seals
  /** The keyed hash of the PBX's own name for a call: the only form in which it may be stored. */
  refHash(pbxCall: string): Uint8Array
  /** The keyed hashes of a caller's number: the only form in which it may be stored. The newest key's is first. */
  callerHashes(number: string): Uint8Array[]
  /** Answers when the database does. Rejects with `StoreUnreachable`. */
  ping(): Promise<void>
}

/** Opens everything that the calls on disk need. Throws a `StartError` that says what a person must mend. */
export async function openCallLog({ keysDir, ...options }: CallLogOptions): Promise<OpenedCallLog> {
  const directory = holdDataDirectory(options.dataDir)
  try {
    const db = await openDatabase(options)
    try {
      const masterKey = await openMasterKey(db, keysDir)
      const keys = new CallKeys(db, masterKey, await KeyFiles.open(keysDir, 'calls'))
      const seals = new Seals(db, masterKey, await KeyFiles.open(keysDir, 'seals'))
      const callerKeys = await openCallerKeys(keysDir)
      await moveWrappedKeys(db, masterKey, keys)
      await keys.destroyLeftOver()
      const log = new SqlCallLog(db, keys, directory)
      return {
        log,
        seals,
        refHash: (pbxCall) => masterKey.refHash(pbxCall),
        callerHashes: (number) => callerKeys.hashes(number),
        ping: () => log.ping(),
      }
    } catch (error) {
      await db.destroy()
      throw error
    }
  } catch (error) {
    directory.release()
    throw error
  }
}
