import type { ServiceAnswer } from './fork-peer.ts'
import type { ForkConnection } from './prepare-fork.ts'

/**
 * How a connection went. `completed`: everything was sent and the call hung up. `not-closed`: so too, but the
 * service kept its side open. `hung-up`: by `signal`. `dropped`: by a disconnect fault. The others are the
 * service's doing: `unreachable`, `refused` (the upgrade), `closed-early`.
 */
export type Outcome =
  | 'completed'
  | 'not-closed'
  | 'hung-up'
  | 'dropped'
  | 'unreachable'
  | 'refused'
  | 'closed-early'

export interface ConnectionReport {
  readonly leg: ForkConnection['leg']
  /** 1, or 2 after a disconnection. */
  readonly attempt: number
  readonly outcome: Outcome
  /** When the first frame left, on the pacer's clock; null where none did. */
  readonly firstFrameAt: number | null
  readonly framesSent: number
  readonly bytesSent: number
  /** Frames that were dropped because the service did not read for two seconds. */
  readonly framesOverrun: number
  readonly answer: Readonly<ServiceAnswer>
}

export interface CallReport {
  readonly call: string
  readonly connections: readonly ConnectionReport[]
}

/** True when the service took the whole call. */
export function wasHeard({ connections }: CallReport): boolean {
  return connections.every(
    ({ outcome, framesOverrun }) =>
      ['completed', 'hung-up', 'dropped'].includes(outcome) && framesOverrun === 0,
  )
}

/** True when the service was there, whatever it said: all that a malformed call can ask. */
export function wasAnswered({ connections }: CallReport): boolean {
  return connections.every(({ outcome }) => outcome !== 'unreachable')
}
