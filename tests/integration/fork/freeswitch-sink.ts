import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** One fork as it arrived: the upgrade request, every message in order, and how it ended. */
export interface ReceivedFork {
  readonly request: IncomingMessage
  readonly messages: (Buffer | string)[]
  closed: { code: number; reason: string } | null
}

/** A service that takes every fork and keeps what it got. */
export class FreeswitchSink implements AsyncDisposable {
  readonly target = { host: '127.0.0.1', port: 0 }
  readonly forks: ReceivedFork[] = []
  /** Runs on each new connection. */
  onFork: (socket: WebSocket, fork: ReceivedFork) => void = () => {}
  /** An HTTP status turns upgrades away. */
  refuseWith: number | null = null
  readonly #http = createServer()
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    handleProtocols: ([offered]) => offered ?? false,
  })

  private constructor() {
    this.#http.on('upgrade', (request, socket, head) => {
      if (this.refuseWith !== null) {
        socket.end(`HTTP/1.1 ${this.refuseWith} No\r\nConnection: close\r\n\r\nnot you\n`)
        return
      }
      this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        const fork: ReceivedFork = { request, messages: [], closed: null }
        this.forks.push(fork)
        webSocket.on('message', (data: Buffer, isBinary) =>
          fork.messages.push(isBinary ? data : data.toString()),
        )
        webSocket.on('close', (code, reason) => {
          fork.closed = { code, reason: reason.toString() }
        })
        this.onFork(webSocket, fork)
      })
    })
  }

  static async listen(): Promise<FreeswitchSink> {
    const sink = new FreeswitchSink()
    await once(sink.#http.listen(0, '127.0.0.1'), 'listening')
    sink.target.port = (sink.#http.address() as AddressInfo).port
    return sink
  }

  /** The only fork of the test, or the one with this number. */
  fork(index = 0): ReceivedFork {
    return this.forks[index] as ReceivedFork
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const webSocket of this.#webSockets.clients) webSocket.terminate()
    await new Promise((resolve) => this.#http.close(resolve))
  }
}

/** The binary messages of a fork. */
export function audioOf({ messages }: ReceivedFork): Buffer[] {
  return messages.filter((message) => typeof message !== 'string')
}

/** All samples of a fork, in order. */
export function samplesOf(fork: ReceivedFork): number[] {
  const bytes = Buffer.concat(audioOf(fork))
  return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(i * 2))
}
