import type { Kysely } from 'kysely'
import { CallKeys } from '../../../server/store/call-keys.ts'
import { openDatabase } from '../../../server/store/database.ts'
import { KeyFiles } from '../../../server/store/key-files.ts'
import { openMasterKey } from '../../../server/store/master-key.ts'
import type { CallLogOptions } from '../../../server/store/open-call-log.ts'
import type { Schema } from '../../../server/store/schema.ts'
import { SqlCallLog } from '../../../server/store/sql-call-log.ts'

/** A call log with its database and key files, for tests that look at or meddle with what is underneath. */
export interface OpenParts {
  readonly db: Kysely<Schema>
  readonly files: KeyFiles
  readonly log: SqlCallLog
  refHash(pbxCall: string): Uint8Array
}

export async function openParts(options: CallLogOptions): Promise<OpenParts> {
  const db = await openDatabase(options)
  const masterKey = await openMasterKey(db, options.keysDir)
  const files = await KeyFiles.open(options.keysDir, 'calls')
  const log = new SqlCallLog(db, new CallKeys(db, masterKey, files), { release: () => {} })
  return { db, files, log, refHash: (pbxCall) => masterKey.refHash(pbxCall) }
}
