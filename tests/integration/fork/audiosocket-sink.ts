import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** One connection as it arrived: every byte in order, and how it ended. */
export interface ReceivedConnection {
  bytes: Buffer
  ended: 'fin' | 'reset' | null
}

export interface ReceivedFrame {
  readonly kind: number
  readonly payload: Buffer
}

/** A service that takes every connection and keeps what it got. */
export class AudiosocketSink implements AsyncDisposable {
  readonly target = { host: '127.0.0.1', port: 0 }
  readonly connections: ReceivedConnection[] = []
  /** Runs on each new connection. */
  onConnection: (socket: Socket) => void = () => {}
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket)
    const connection: ReceivedConnection = { bytes: Buffer.alloc(0), ended: null }
    this.connections.push(connection)
    socket.on('data', (data) => {
      connection.bytes = Buffer.concat([connection.bytes, data])
    })
    socket.on('end', () => {
      connection.ended = 'fin'
    })
    socket.on('error', () => {
      connection.ended = 'reset'
    })
    this.onConnection(socket)
  })

  static async listen(): Promise<AudiosocketSink> {
    const sink = new AudiosocketSink()
    await once(sink.#server.listen(0, '127.0.0.1'), 'listening')
    sink.target.port = (sink.#server.address() as AddressInfo).port
    return sink
  }

  /** The connection that said this UUID, or the one with this number. */
  connection(which: number | string): ReceivedConnection {
    const found =
      typeof which === 'number'
        ? this.connections[which]
        : this.connections.find(({ bytes }) => bytes.toString('hex', 3, 19) === which.replaceAll('-', ''))
    if (!found) throw new Error(`nobody connected as ${which}`)
    return found
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** Takes a connection's bytes apart; a rest that is no whole frame is one of kind −1. */
export function framesOf({ bytes }: ReceivedConnection): ReceivedFrame[] {
  const frames: ReceivedFrame[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.length - at < 3 ? Infinity : at + 3 + bytes.readUInt16BE(at + 1)
    if (end > bytes.length) {
      frames.push({ kind: -1, payload: bytes.subarray(at) })
      break
    }
    frames.push({ kind: bytes.readUInt8(at), payload: bytes.subarray(at + 3, end) })
    at = end
  }
  return frames
}
