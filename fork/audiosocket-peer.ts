import { connect, type Socket } from 'node:net'
import type { LegRate } from '../server/audio/leg.ts'
import { type ForkPeer, noAnswer, type WireMessage } from './fork-peer.ts'
import type { ForkTarget } from './fork-target.ts'
import type { ForkConnection } from './prepare-fork.ts'

/** Frame kinds of the protocol. */
export const HANGUP = 0x00
const IDENTITY = 0x01
const FIRST_AUDIO = 0x10
const LAST_AUDIO = 0x18
const AUDIO_KIND: Record<LegRate, number> = { 8000: 0x10, 16000: 0x12 }
const HEADER_BYTES = 3

/** Everything that the service sees before the first sample. */
export interface AudiosocketOpening {
  readonly protocol: 'audiosocket'
  readonly host: string
  readonly port: number
  /** Sent first. */
  readonly hello: readonly WireMessage[]
}

/** The dialplan names the leg in the UUID's last two digits: 01 the caller, 02 the responder, others nobody. */
export function audiosocketOpening(
  { host, port }: ForkTarget,
  { leg }: ForkConnection,
  call: string,
): AudiosocketOpening {
  const uuid = call.slice(0, 34) + { caller: '01', responder: '02', both: '00' }[leg]
  return { protocol: 'audiosocket', host, port, hello: [identityFrame(uuid)] }
}

export function identityFrame(uuid: string): Buffer {
  return audiosocketFrame(IDENTITY, Buffer.from(uuid.replaceAll('-', ''), 'hex'))
}

export function audioFrame(rate: LegRate, payload: Uint8Array): Buffer {
  return audiosocketFrame(AUDIO_KIND[rate], payload)
}

/** `kind:u8, length:u16 big-endian, payload`. */
export function audiosocketFrame(kind: number, payload: Uint8Array): Buffer {
  const frame = Buffer.alloc(HEADER_BYTES + payload.length)
  frame.writeUInt8(kind, 0)
  frame.writeUInt16BE(payload.length, 1)
  frame.set(payload, HEADER_BYTES)
  return frame
}

/** One TCP connection of an AudioSocket fork. */
export class AudiosocketPeer implements ForkPeer {
  readonly answer = noAnswer()
  readonly opened: ForkPeer['opened']
  readonly closed: Promise<void>
  readonly #socket: Socket
  #unread = Buffer.alloc(0)

  constructor(opening: AudiosocketOpening) {
    const { answer } = this
    const socket = connect({ host: opening.host, port: opening.port, noDelay: true })
    this.#socket = socket
    const opened = Promise.withResolvers<'accepted' | 'refused' | 'unreachable'>()
    const closed = Promise.withResolvers<void>()
    this.opened = opened.promise
    this.closed = closed.promise
    socket.on('connect', () => {
      for (const message of opening.hello) this.send(message)
      opened.resolve('accepted')
    })
    socket.on('data', (data) => {
      answer.bytesReceived += data.length
      this.#read(data)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      answer.reason ||= error.code ?? error.message
    })
    socket.on('close', () => {
      opened.resolve('unreachable')
      closed.resolve()
    })
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength
  }

  send(message: WireMessage): void {
    if (this.#socket.writable) this.#socket.write(message)
  }

  hangUp(): void {
    this.#socket.end()
  }

  drop(): void {
    this.#socket.resetAndDestroy()
  }

  #read(data: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, data])
    while (this.#unread.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + this.#unread.readUInt16BE(1)
      if (this.#unread.length < end) return
      this.#heard(this.#unread.readUInt8(0), this.#unread.subarray(HEADER_BYTES, end))
      this.#unread = this.#unread.subarray(end)
    }
  }

  #heard(kind: number, payload: Buffer): void {
    if (kind === HANGUP) {
      this.answer.hangups++
      // Asterisk leaves at once.
      this.#socket.end()
    } else if (kind >= FIRST_AUDIO && kind <= LAST_AUDIO && isSilence(payload)) {
      this.answer.keepalives++
    } else {
      this.answer.messages++
    }
  }
}

/** One byte over and over: zeros in linear samples, the code of silence in G.711. */
function isSilence(payload: Buffer): boolean {
  return payload.every((byte) => byte === payload[0])
}
