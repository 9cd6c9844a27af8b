import type { LoggedEvent } from '../call/call-event.ts'
import type { Redacted } from '../redaction/redacted.ts'

/** A call that was begun and has no `call.ended` yet: what a restart has to know to go on with it. */
export interface OpenCall {
  readonly callId: string
  /** The keyed hash of the PBX's own name for the call. */
  readonly refHash: Uint8Array
  readonly startedAt: Date
  /** `seq` and `atMs` of its newest stored event; 0 where nothing of it was stored yet. */
  readonly lastSeq: number
  readonly lastAtMs: number
}

/** The calls on disk. */
export interface CallLog {
  /** Begins a call. `refHash` is the keyed hash of the PBX's own name for it. */
  open(call: { callId: string; refHash: Uint8Array; startedAt: Date }): Promise<void>
  /**
   * Appends events of one call. Resolves once they are committed: what was acknowledged survives kill -9.
   * Appending the same `seq` again changes nothing, so an append whose answer was lost may be repeated.
   * Appends of many calls share a transaction. An event that `isWanted` denies is left out, until the moment of the
   * commit: the responder may stop transcription while the store is slow.
   */
  append(
    callId: string,
    events: readonly Redacted<LoggedEvent>[],
    isWanted?: (logged: LoggedEvent) => boolean,
  ): Promise<void>
  /**
   * Puts events in the place of those with the same `seq` and kind, because other words belong there; their time and
   * all other events stay. What is not stored has nothing to change. Resolves once the old words cannot be opened
   * any more, in the database or in any copy of it: all words of the call are sealed with a new key, and the old key
   * is destroyed. May be repeated where it failed.
   */
  rewrite(callId: string, changed: readonly Redacted<LoggedEvent>[]): Promise<void>
  /**
   * Stores whose number a call came from: the first of the number's keyed hashes, unless the call has one. Gives how
   * many calls of that number, by any of the hashes, began in the seven days up to this one, itself included.
   */
  noteCaller(callId: string, hashes: readonly Uint8Array[]): Promise<number>
  /** Every call that has not ended. */
  openCalls(): Promise<OpenCall[]>
  /** The calls that have ended, oldest first. */
  endedCalls(): Promise<string[]>
  /** The events of a call in order, words decrypted. */
  read(callId: string): Promise<LoggedEvent[]>
  close(): Promise<void>
}
