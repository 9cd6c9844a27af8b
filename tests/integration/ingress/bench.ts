import { vi } from 'vitest'
import type { LegRate, LegRole } from '../../../server/audio/leg.ts'
import { Access } from '../../../server/ingress/access.ts'
import type { Ingress, IngressCount, IngressLimits, IngressOptions } from '../../../server/ingress/ingress.ts'
import type { RefusalReason } from '../../../server/ingress/refusal.ts'
import { ManualClock } from '../../manual-clock.ts'
import { RecordingHost } from './recording-host.ts'

/** The two parties of a call. */
export type Party = Exclude<LegRole, 'mixed'>

/** A PBX's end of one fork: raw bytes on a real socket. */
export interface Peer {
  /** Sends samples for the roles that this fork carries, cut into pieces of `cuts` bytes, round and round. */
  send(audio: Partial<Record<LegRole, Int16Array>>, cuts?: readonly number[]): void
  /** Resolves when the ingress has read everything sent so far. */
  settled(): Promise<void>
  /** What the ingress said when it closed the fork: the refusal as this protocol words it, `''` if nothing. */
  readonly closed: Promise<string>
  hangUp(): void
  /** Breaks the connection without a word. */
  reset(): void
}

/** A mistake that a peer can make, and what it is told. */
export interface BadInput {
  readonly name: string
  readonly reason: RefusalReason
  /** Makes the mistake; resolves to what the ingress answered. `call` is the name to use where one is needed. */
  make(bench: Bench, call: string): Promise<string>
}

/** One protocol, seen from the PBX. */
export interface Driver {
  readonly name: string
  start(options: IngressOptions, rate: LegRate): Promise<Ingress>
  /** Any name of a call that this protocol can carry, different for each `n`. */
  call(n: number): string
  /** One connection for one party. */
  connect(bench: Bench, call: string, role: Party, rate: LegRate): Promise<Peer>
  /** Both parties of a call, on one connection or two, as this protocol usually has it. */
  connectBoth(bench: Bench, call: string, rate: LegRate): Promise<Peer>
  /** A connection that says nothing at all. */
  connectSilently(bench: Bench): Promise<Peer>
  /** How this protocol words a refusal to its peer. */
  answer(reason: RefusalReason): string
  readonly badInputs: readonly BadInput[]
}

/** A running ingress between a driver and a recording host, on a clock that stands still. */
export class Bench {
  readonly host = new RecordingHost()
  readonly clock = new ManualClock()
  readonly counts = new Map<IngressCount, number>()
  readonly logLines: string[] = []
  readonly #patienceMs: number
  #ingress: Ingress | undefined

  /** `patienceMs` bounds how long a broken ingress is waited for; no good one needs it. */
  constructor(patienceMs = 5000) {
    this.#patienceMs = patienceMs
  }

  async start(
    driver: Pick<Driver, 'start'>,
    { rate = 8000, ...options }: { rate?: LegRate; access?: Access; limits?: Partial<IngressLimits> } = {},
  ): Promise<void> {
    this.#ingress = await driver.start(
      {
        host: this.host,
        listen: { address: '127.0.0.1', port: 0 },
        access: new Access(['127.0.0.0/8']),
        clock: this.clock,
        log: { warn: (...line) => this.logLines.push(JSON.stringify(line)) },
        count: (what) => this.counts.set(what, this.count(what) + 1),
        ...options,
      },
      rate,
    )
  }

  get ingress(): Ingress {
    if (!this.#ingress) throw new Error('not started')
    return this.#ingress
  }

  count(what: IngressCount): number {
    return this.counts.get(what) ?? 0
  }

  /** Waits for `check` to stop throwing. */
  eventually<Result>(check: () => Result): Promise<Result> {
    return vi.waitFor(check, { timeout: this.#patienceMs, interval: 2 })
  }

  /** Waits for what a peer is owed; rejects when it does not come. */
  async owed<Result>(promise: Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the ingress did not answer')), this.#patienceMs)
    })
    return Promise.race([promise, late]).finally(() => clearTimeout(timer))
  }

  /** Closes the ingress, with time for whoever does not hang up by itself. */
  async stop(): Promise<void> {
    const closed = this.#ingress?.close()
    let over = false
    void closed?.finally(() => {
      over = true
    })
    await vi.waitFor(() => {
      this.clock.advance(10_000)
      if (!over) throw new Error('the ingress does not close')
    })
  }
}

/** Samples that no other seed gives and no swap, shift or loss leaves alone; both extremes are in it. */
export function noise(seed: number, length: number): Int16Array {
  let state = seed * 2654435761
  return Int16Array.from({ length }, (_, index) => {
    if (index === 0) return -32768
    if (index === 1) return 32767
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state >> 16
  })
}

/** s16le bytes, or interleaved ones for two arrays of the same length. */
export function pcmBytes(...channels: readonly Int16Array[]): Buffer {
  const frames = channels[0]?.length ?? 0
  const bytes = Buffer.alloc(frames * channels.length * 2)
  for (let frame = 0; frame < frames; frame++) {
    for (const [channel, samples] of channels.entries()) {
      bytes.writeInt16LE(samples[frame] ?? 0, (frame * channels.length + channel) * 2)
    }
  }
  return bytes
}

/** `bytes` in pieces of the given sizes, round and round. */
export function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}
