import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { CallState } from '../../../server/call/call-state.ts'
import { fold } from '../../../server/call/fold.ts'
import { type LiveCommand, LiveMessage } from '../../../server/call/live-message.ts'
import { readMessage } from './read-message.ts'
import { ReconnectingSocket, socketAddress } from './reconnecting-socket.ts'

/**
 * `connecting`: nothing known yet. `live`: the state is the call's. `lost`: the state is as old as the loss.
 * `unreadable`: a message was not understood, everything is being fetched anew. `unknown-call`: no such call.
 */
export type Link = 'connecting' | 'live' | 'lost' | 'unreadable' | 'unknown-call'

/** What just went well again; shown for a while. */
export type Recovery = 'resumed' | 'fetched-anew'

/** A live call ticks every second, so a socket that says nothing for this long is dead. */
const QUIET_MS = 15_000
const RECOVERY_SHOWN_MS = 8_000

/**
 * One call, followed live: the snapshot, then the same fold that the service runs, in memory only.
 * A command is kept until the call's state shows that it was carried out, and sent again on each connection.
 */
export class CallConnection implements ReactiveController {
  state: CallState | null = null
  link: Link = 'connecting'
  recovery: Recovery | null = null
  pending: LiveCommand['type'] | null = null

  readonly #host: ReactiveControllerHost
  #callId: string | null = null
  #socket: ReconnectingSocket | null = null
  #epoch: string | null = null
  #seq = 0
  #receivedAt = 0
  #recoveryEnds: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.follow(null)
  }

  /** Milliseconds of call time by now; it runs on while the connection is lost, as the call does. */
  get nowMs(): number {
    if (!this.state) return 0
    return this.state.ended ? this.state.atMs : this.state.atMs + performance.now() - this.#receivedAt
  }

  /** Follows another call, or none; what was known of the one before is forgotten. */
  follow(callId: string | null): void {
    if (callId === this.#callId) return
    this.#callId = callId
    this.#socket?.close()
    this.#socket = null
    this.#epoch = null
    this.state = null
    this.pending = null
    this.recovery = null
    this.link = 'connecting'
    if (callId !== null) {
      this.#socket = new ReconnectingSocket(
        () => this.#address(callId),
        { received: (text) => this.#received(text), lost: () => this.#lost() },
        QUIET_MS,
      )
    }
    this.#host.requestUpdate()
  }

  command(type: LiveCommand['type']): void {
    this.pending = type
    if (this.link === 'live') this.#send()
    this.#host.requestUpdate()
  }

  #address(callId: string): string {
    const at =
      this.#epoch === null ? '' : `?${new URLSearchParams({ epoch: this.#epoch, seq: `${this.#seq}` })}`
    return socketAddress(`api/calls/${encodeURIComponent(callId)}/live${at}`)
  }

  #received(text: string): void {
    const message = readMessage(LiveMessage, text)
    const isFollowed = message !== null && this.#follows(message)
    if (!isFollowed) {
      // A kind of a newer version, a hole, another life of the log: a snapshot puts all of it right.
      this.#epoch = null
      this.link =
        message?.type === 'refused' && message.reason === 'unknown-call' ? 'unknown-call' : 'unreadable'
      this.#socket?.restart()
    }
    this.#host.requestUpdate()
  }

  /** Takes a message in; false when only a snapshot can help. */
  #follows(message: LiveMessage): boolean {
    switch (message.type) {
      case 'refused':
        return false
      case 'snapshot':
        this.state = message.state
        this.#epoch = message.epoch
        this.#seq = message.seq
        break
      case 'events': {
        if (!this.state || message.epoch !== this.#epoch) return false
        let state = this.state
        for (const { seq, event } of message.events) {
          if (seq <= this.#seq) continue
          if (seq !== this.#seq + 1) return false
          this.#seq = seq
          state = fold(state, event)
        }
        this.state = state
      }
    }
    this.#caughtUp()
    return true
  }

  #caughtUp(): void {
    this.#receivedAt = performance.now()
    if (this.link === 'lost') this.#recovered('resumed')
    if (this.link === 'unreadable') this.#recovered('fetched-anew')
    const arrived = this.link !== 'live'
    this.link = 'live'
    if (this.state && this.pending && isDone(this.pending, this.state)) this.pending = null
    if (arrived && this.pending) this.#send()
    if (this.state?.ended) {
      this.pending = null
      this.#socket?.close()
      this.#socket = null
    }
  }

  #recovered(recovery: Recovery): void {
    this.recovery = recovery
    clearTimeout(this.#recoveryEnds)
    this.#recoveryEnds = setTimeout(() => {
      this.recovery = null
      this.#host.requestUpdate()
    }, RECOVERY_SHOWN_MS)
  }

  #lost(): void {
    if (this.link === 'live') this.link = 'lost'
    this.#host.requestUpdate()
  }

  #send(): void {
    this.#socket?.send(JSON.stringify({ type: this.pending }))
  }
}

function isDone(command: LiveCommand['type'], state: CallState): boolean {
  switch (command) {
    case 'notice-given':
      return state.noticeGiven
    case 'stop-transcription':
      return !state.consented
    case 'resume-transcription':
      return state.consented
  }
}
