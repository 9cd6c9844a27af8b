import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { LegRole } from '../../../server/audio/leg.ts'
import { startAudiosocket } from '../../../server/ingress/audiosocket.ts'
import { type BadInput, type Bench, cut, type Driver, type Peer, pcmBytes } from './bench.ts'

/** One frame as Asterisk writes it. */
export function frame(kind: number, payload: Uint8Array = new Uint8Array()): Buffer {
  const header = Buffer.alloc(3)
  header.writeUInt8(kind)
  header.writeUInt16BE(payload.length, 1)
  return Buffer.concat([header, payload])
}

/** A call's 34 characters and the party's two digits, as the 16 bytes of a UUID frame. */
export function uuidFrame(call: string, ending: string): Buffer {
  return frame(0x01, Buffer.from(`${call}${ending}`.replaceAll('-', ''), 'hex'))
}

/** DTMF frames that were sent on each bench: when they are counted, everything before them was read. */
const marks = new WeakMap<Bench, number>()

/** A raw AudioSocket client. */
export class AudiosocketPeer {
  readonly #bench: Bench
  readonly socket: Socket
  readonly #received: Buffer[] = []
  readonly closed: Promise<string>

  private constructor(bench: Bench, socket: Socket) {
    this.#bench = bench
    this.socket = socket
    socket.on('data', (bytes) => this.#received.push(bytes))
    // A refused peer may find its connection reset; what it was told before counts.
    socket.on('error', () => {})
    this.closed = once(socket, 'close').then(() => (this.received.at(-1)?.kind === 0x00 ? 'hangup' : ''))
  }

  static async open(bench: Bench, ...first: Buffer[]): Promise<AudiosocketPeer> {
    const socket = connect(bench.ingress.port, '127.0.0.1')
    const peer = new AudiosocketPeer(bench, socket)
    await once(socket, 'connect')
    if (first.length > 0) socket.write(Buffer.concat(first))
    return peer
  }

  /** The frames that the service wrote. */
  get received(): { kind: number; payload: Buffer }[] {
    const bytes = Buffer.concat(this.#received)
    const frames: { kind: number; payload: Buffer }[] = []
    for (let at = 0; at + 3 <= bytes.length; ) {
      const length = bytes.readUInt16BE(at + 1)
      frames.push({ kind: bytes[at] ?? 0, payload: bytes.subarray(at + 3, at + 3 + length) })
      at += 3 + length
    }
    return frames
  }

  async settled(): Promise<void> {
    const mark = (marks.get(this.#bench) ?? 0) + 1
    marks.set(this.#bench, mark)
    this.socket.write(frame(0x03, Buffer.from('1')))
    const counted = this.#bench.eventually(() => {
      if (this.#bench.count('dtmf') < mark) throw new Error('not read yet')
    })
    await Promise.race([counted, this.closed])
    counted.catch(() => {})
  }
}

function peerOf(connections: Partial<Record<LegRole, AudiosocketPeer>>, kind: number): Peer {
  const all = Object.values(connections)
  return {
    send(audio, cuts = [320]) {
      for (const [role, samples] of Object.entries(audio) as [LegRole, Int16Array][]) {
        const frames = cut(pcmBytes(samples), cuts).map((payload) => frame(kind, payload))
        // TCP keeps no frame's limits: the writes end elsewhere, in the middle of headers too.
        const writes = cuts.length > 1 ? cut(Buffer.concat(frames), [2, 311, 1, 97]) : frames
        for (const bytes of writes) connections[role]?.socket.write(bytes)
      }
    },
    async settled() {
      for (const connection of all) await connection.settled()
    },
    closed: Promise.all(all.map(({ closed }) => closed)).then(([first = '']) => first),
    hangUp: () => all.forEach(({ socket }) => void socket.end()),
    reset: () => all.forEach(({ socket }) => void socket.resetAndDestroy()),
  }
}

const ENDINGS = { caller: '01', responder: '02' } as const
const KINDS = { 8000: 0x10, 16000: 0x12 } as const

/** Connects, says its UUID, then `bytes`; resolves to how the service took leave. */
function afterUuid(name: string, reason: BadInput['reason'], ...bytes: Buffer[]): BadInput {
  return {
    name,
    reason,
    make: async (bench, call) => (await AudiosocketPeer.open(bench, uuidFrame(call, '01'), ...bytes)).closed,
  }
}

function atFirst(name: string, reason: BadInput['reason'], bytes: Buffer): BadInput {
  return { name, reason, make: async (bench) => (await AudiosocketPeer.open(bench, bytes)).closed }
}

export const audiosocketDriver: Driver = {
  name: 'audiosocket',
  start: (options, rate) => startAudiosocket({ ...options, format: rate === 8000 ? 'slin8' : 'slin16' }),
  call: (n) => `5f0c1a2b-3c4d-4e5f-8a9b-00000000${String(n).padStart(2, '0')}`,
  async connect(bench, call, role, rate) {
    return peerOf({ [role]: await AudiosocketPeer.open(bench, uuidFrame(call, ENDINGS[role])) }, KINDS[rate])
  },
  async connectBoth(bench, call, rate) {
    const caller = await AudiosocketPeer.open(bench, uuidFrame(call, '01'))
    const responder = await AudiosocketPeer.open(bench, uuidFrame(call, '02'))
    return peerOf({ caller, responder }, KINDS[rate])
  },
  connectSilently: async (bench) => peerOf({ caller: await AudiosocketPeer.open(bench) }, 0x10),
  answer: () => 'hangup',
  badInputs: [
    atFirst('a text protocol', 'unknown-frame', Buffer.from('GET /fork HTTP/1.1\r\nHost: sidecar\r\n\r\n')),
    atFirst('audio before the UUID', 'missing-identity', frame(0x10, Buffer.alloc(320))),
    atFirst('a UUID that is too short', 'missing-identity', frame(0x01, Buffer.alloc(15))),
    atFirst('a UUID that is too long', 'missing-identity', frame(0x01, Buffer.alloc(36, 'a'))),
    afterUuid('a second UUID', 'malformed-frame', uuidFrame('5f0c1a2b-3c4d-4e5f-8a9b-0000000099', '01')),
    afterUuid('audio at 12 kHz', 'unsupported-rate', frame(0x11, Buffer.alloc(480))),
    afterUuid('audio at 48 kHz', 'unsupported-rate', frame(0x16, Buffer.alloc(1920))),
    afterUuid('audio at 16 kHz where 8 kHz is pinned', 'rate-mismatch', frame(0x12, Buffer.alloc(640))),
    afterUuid('a giant frame', 'frame-too-large', frame(0x10, Buffer.alloc(65535))),
    afterUuid('a kind that nobody has', 'unknown-frame', frame(0x7f, Buffer.alloc(4))),
    afterUuid(
      'audio that changes its rate',
      'format-changed',
      frame(0x10, Buffer.alloc(320)),
      frame(0x12, Buffer.alloc(640)),
    ),
  ],
}
