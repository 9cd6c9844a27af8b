import type { ColumnType } from 'kysely'

/** The tables, as they are after the newest migration. */
export interface Schema {
  master_key: MasterKeyTable
  calls: CallsTable
  call_events: CallEventsTable
}

/** One row: which master key this database belongs to. The key itself is never in a database. */
interface MasterKeyTable {
  id: number
  fingerprint: Uint8Array
}

interface CallsTable {
  id: string
  /** The keyed hash of the PBX's own name for the call. */
  ref_hash: Uint8Array
  started_at: Date
  ended_at: Date | null
  /** The file that holds the key of the call's words. Null where an older version kept a key that does not open. */
  key_id: string | null
  /** Where older versions kept the key; null since it was moved to a file. */
  wrapped_key: Uint8Array | null
}

interface CallEventsTable {
  call_id: string
  seq: number
  at_ms: number
  kind: string
  /** The version of the event format that it was written in. */
  v: number
  /** The event without `kind`, `atMs` and its words. */
  body: ColumnType<Record<string, unknown>, string, never>
  /** Its words, sealed with the key of the call; null where the kind has none. */
  sealed: Uint8Array | null
}
