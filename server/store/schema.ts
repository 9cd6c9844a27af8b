import type { ColumnType } from 'kysely'
import type { SealedItem, SealPurpose } from '../call/events/seal-events.ts'

/** The tables, as they are after the newest migration. */
export interface Schema {
  master_key: MasterKeyTable
  calls: CallsTable
  call_events: CallEventsTable
  seals: SealsTable
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
  /** The keyed hash of the caller's number; null where the PBX did not say it. */
  caller_hash: Uint8Array | null
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

interface SealsTable {
  id: string
  call_id: string
  item: SealedItem
  purpose: SealPurpose
  made_at: Date
  expires_at: Date
  /** The file that holds the key of the words. */
  key_id: string
  /** The words; null since the seal expired. */
  sealed: Uint8Array | null
  /** When, and by whom, it was opened last. Every opening is in the log of the call, with its reason. */
  opened_at: Date | null
  opened_by: string | null
}
