import type { Clock } from '../audio/clock.ts'
import type { IngressLimits } from './ingress.ts'
import type { RefusalReason } from './refusal.ts'

/** A connection that has not said which call it belongs to. */
export interface Newcomer {
  /** How to turn it away; changes when a connection goes from HTTP to WebSocket. */
  turnAway: (reason: RefusalReason) => void
  /** It named its call, or is gone. Doing so twice does nothing. */
  settle(): void
}

/**
 * Connections that say nothing cost a bounded place for a bounded time. When the places are full the oldest
 * goes, so that a flood of silent peers never keeps out a PBX, which names its call within milliseconds.
 */
export class UnidentifiedConnections {
  readonly #clock: Clock
  readonly #limits: IngressLimits
  readonly #waiting = new Set<Newcomer>()

  constructor(clock: Clock, limits: IngressLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  admit(turnAway: Newcomer['turnAway']): Newcomer {
    const cancel = this.#clock.after(this.#limits.identityMs, () => evict(newcomer, 'identity-timeout'))
    const newcomer: Newcomer = {
      turnAway,
      settle: () => {
        cancel()
        this.#waiting.delete(newcomer)
      },
    }
    const [oldest] = this.#waiting
    if (oldest && this.#waiting.size >= this.#limits.unidentified)
      evict(oldest, 'too-many-silent-connections')
    this.#waiting.add(newcomer)
    return newcomer
  }
}

function evict(newcomer: Newcomer, reason: RefusalReason): void {
  newcomer.settle()
  newcomer.turnAway(reason)
}
