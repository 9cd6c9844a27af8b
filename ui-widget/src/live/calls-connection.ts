import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { type LiveCall, LiveCalls } from '../../../server/call/live-message.ts'
import { readMessage } from './read-message.ts'
import { ReconnectingSocket, socketAddress } from './reconnecting-socket.ts'

/** The list of live calls, oldest first, so that a call keeps its place while it lasts. */
export class CallsConnection implements ReactiveController {
  /** Null until the service has said. */
  calls: readonly LiveCall[] | null = null
  link: 'connecting' | 'live' | 'lost' | 'unreadable' = 'connecting'

  readonly #host: ReactiveControllerHost
  #socket: ReconnectingSocket | null = null
  #receivedAt = 0

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#socket = new ReconnectingSocket(() => socketAddress('api/live'), {
      received: (text) => this.#received(text),
      lost: () => this.#lost(),
    })
  }

  hostDisconnected(): void {
    this.#socket?.close()
  }

  /** Milliseconds of a call's own time by now. */
  nowMs(call: LiveCall): number {
    return call.atMs + performance.now() - this.#receivedAt
  }

  #received(text: string): void {
    const message = readMessage(LiveCalls, text)
    if (message) {
      this.link = 'live'
      this.#receivedAt = performance.now()
      this.calls = message.calls.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))
    } else {
      this.link = 'unreadable'
      this.#socket?.restart()
    }
    this.#host.requestUpdate()
  }

  #lost(): void {
    if (this.link === 'live') this.link = 'lost'
    this.#host.requestUpdate()
  }
}
