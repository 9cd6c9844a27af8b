import type { KeyObject } from 'node:crypto'
import type { Insertable, Selectable } from 'kysely'
import { EVENT_VERSION, LoggedEvent } from '../call/call-event.ts'
import { wordsOf } from '../call/words.ts'
import { CallDamaged } from './call-damaged.ts'
import type { Schema } from './schema.ts'
import { seal, unseal } from './sealed.ts'

/** Bounds a statement, and how long the sealing and opening of its rows holds up the sockets: about 10 ms. */
export const ROWS_A_STATEMENT = 200

type NewRow = Insertable<Schema['call_events']>
type StoredRow = Selectable<Schema['call_events']>
type SealedRow = Pick<StoredRow, 'call_id' | 'seq' | 'kind'> & { readonly sealed: Uint8Array }

/** An event as a row, its words, if it has any, sealed for that very row. */
export function toRow(callId: string, key: KeyObject | undefined, { seq, event }: LoggedEvent): NewRow {
  const text = wordsOf(event)
  const { kind, atMs, ...body } = text === null ? event : { ...event, text: undefined }
  const row = {
    call_id: callId,
    seq,
    at_ms: event.atMs,
    kind: event.kind,
    v: EVENT_VERSION,
    body: JSON.stringify(body),
  }
  if (text === null) return { ...row, sealed: null }
  if (!key) throw new TypeError(`${event.kind} has words, which need a key`)
  return { ...row, sealed: seal(key, placeOf(row), Buffer.from(text)) }
}

/** The event of a row. Throws `CallDamaged`. */
export function fromRow(key: KeyObject, row: StoredRow): LoggedEvent {
  const { call_id, seq, at_ms: atMs, kind, v, body, sealed } = row
  try {
    if (v > EVENT_VERSION) throw new Error('written by a newer version of the service')
    const words = sealed && { text: Buffer.from(unseal(key, placeOf(row), sealed)).toString() }
    return LoggedEvent.parse({ seq, event: { ...body, ...words, kind, atMs } })
  } catch (error) {
    throw new CallDamaged(call_id, seq, error)
  }
}

/** The words of a row, sealed with another key. Throws `CallDamaged`. */
export function reseal(row: SealedRow, from: KeyObject, to: KeyObject): Uint8Array {
  const { call_id, seq, sealed } = row
  try {
    return seal(to, placeOf(row), unseal(from, placeOf(row), sealed))
  } catch (error) {
    throw new CallDamaged(call_id, seq, error)
  }
}

function placeOf({ call_id, seq, kind }: Pick<NewRow, 'call_id' | 'seq' | 'kind'>): string {
  return `${call_id} ${seq} ${kind}`
}
