/** What is stored of a call does not open, or is not what this service writes: altered, moved, or from a newer version. */
export class CallDamaged extends Error {
  readonly callId: string
  /** The event that it is about; null where it is the key of the call. */
  readonly seq: number | null

  constructor(callId: string, seq: number | null, cause: unknown) {
    super('a stored call is damaged', { cause })
    this.callId = callId
    this.seq = seq
  }
}
