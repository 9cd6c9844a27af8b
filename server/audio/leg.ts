import { z } from 'zod'

/** Who is heard on a leg. `mixed` is both parties summed into one channel: nobody can tell them apart. */
export const LegRole = z.enum(['caller', 'responder', 'mixed'])
export type LegRole = z.infer<typeof LegRole>

/** The wire protocols that a fork can arrive by. */
export const ForkProtocol = z.enum(['freeswitch', 'audiosocket'])
export type ForkProtocol = z.infer<typeof ForkProtocol>

/** The line rates that the speech room accepts, in samples a second. */
export const LegRate = z.union([z.literal(8000), z.literal(16000)])
export type LegRate = z.infer<typeof LegRate>

/** Why a leg's connection ended. */
export type LegEnd = 'hangup' | 'connection-lost' | 'idle' | 'protocol-error' | 'shutdown'

/** What a fork says of itself before its first sample. */
export interface LegAnnouncement {
  /** The PBX's own name for the call. May hold anything a dialplan puts there, so it is never stored or logged. */
  readonly pbxCall: string
  readonly role: LegRole
  readonly protocol: ForkProtocol
  readonly sampleRate: LegRate
  /** Milliseconds of audio that were held back until the rate was known; they are written first, all at once. */
  readonly heldMs: number
}

/**
 * Where a protocol puts what it hears. `write` never blocks and never refuses: what nobody reads in time is
 * overwritten and becomes a marked gap, because a fork that is made to wait takes the call down with it.
 */
export interface LegWriter {
  /** Mono samples at the announced rate, in order, any number of them. The array may be reused after the call. */
  write(samples: Int16Array): void
  /** Samples that the protocol knows to be lost, if it can tell. */
  gap(samples: number): void
  /** Everything heard so far is to be recognised now; more may follow. */
  flush(): void
  /** The caller's number, as the PBX knows it. It is hashed at once, never stored or logged. */
  callerNumber(number: string): void
  /** The connection is over. Ending twice does nothing. */
  end(reason: LegEnd): void
  /** Called when the service wants the connection closed (idle, replaced, shutting down). */
  onClose(close: (reason: string) => void): void
}

/** Why a leg was turned away; the protocol words it in its own way. */
export interface LegRefusal {
  readonly refused: 'leg-already-connected' | 'too-many-calls' | 'shutting-down'
}

/** The registry of live calls, as the ingress sees it. */
export interface LegHost {
  join(leg: LegAnnouncement): LegWriter | LegRefusal
}
