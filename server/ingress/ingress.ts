import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import type { Clock } from '../audio/clock.ts'
import type { ForkProtocol, LegHost } from '../audio/leg.ts'
import type { Access } from './access.ts'
import type { RefusalReason } from './refusal.ts'

/** One wire protocol that listens for forks and puts their legs on a `LegHost`. */
export interface Ingress {
  readonly name: ForkProtocol
  /** The port it listens on, also where port 0 was asked for. */
  readonly port: number
  /** Stops listening, ends every leg as `shutdown`, resolves when all connections are closed. */
  close(): Promise<void>
}

/** What every protocol is started with. */
export interface IngressOptions {
  readonly host: LegHost
  readonly listen: { readonly address: string; readonly port: number }
  readonly access: Access
  readonly clock: Clock
  readonly log: IngressLog
  readonly count: (what: IngressCount) => void
  readonly limits?: Partial<IngressLimits>
}

/** A refusal, or something that was let pass but is worth a counter. */
export type IngressCount = RefusalReason | 'dtmf' | 'text-ignored' | 'audio-after-end' | 'audio-discarded'

/** The only line that an ingress writes. Nothing that a peer sent is in it. */
export interface IngressLog {
  warn(fields: { readonly protocol: ForkProtocol; readonly reason: RefusalReason }, message: string): void
}

export interface IngressLimits {
  /** Open connections, with and without a call. */
  readonly connections: number
  /** Connections that have not said which call they belong to; the oldest makes room for a new one. */
  readonly unidentified: number
  /** Milliseconds within which a connection must name its call. */
  readonly identityMs: number
  /** Milliseconds from there to the first audio; long, since FreeSWITCH sends nothing while a call is parked. */
  readonly firstAudioMs: number
}

export const DEFAULT_LIMITS: IngressLimits = {
  connections: 2048,
  unidentified: 256,
  identityMs: 10_000,
  firstAudioMs: 600_000,
}

/** Milliseconds that a refused peer has to read its refusal and hang up, before it is cut off. */
export const LINGER_MS = 2000

/** Opens the port; rejects with the system's error if it cannot be had. */
export async function listen(server: Server, { address, port }: IngressOptions['listen']): Promise<number> {
  server.listen(port, address)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
