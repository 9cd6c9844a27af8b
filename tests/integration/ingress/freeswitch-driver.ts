import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { WebSocket } from 'ws'
import { startFreeswitch } from '../../../server/ingress/freeswitch.ts'
import { type BadInput, type Bench, cut, type Driver, type Peer, pcmBytes } from './bench.ts'

/** A WebSocket client as FreeSWITCH's modules are; `closed` is the close reason, else the code or the HTTP body. */
export class FreeswitchPeer {
  readonly socket: WebSocket
  readonly closed: Promise<string>

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('error', () => {})
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve(reason.toString() || String(code)))
      socket.on('unexpected-response', (_request, response) =>
        resolve(text(response).then((body) => body.trim())),
      )
    })
  }

  /** Resolves when the WebSocket is open or was refused. */
  static async open(bench: Bench, query: string, options: { protocols?: string[]; headers?: object } = {}) {
    const url = `ws://127.0.0.1:${bench.ingress.port}/fork/freeswitch${query}`
    const socket = new WebSocket(url, options.protocols ?? ['audio.drachtio.org'], {
      headers: { Origin: 'http://127.0.0.1', ...options.headers },
    })
    const peer = new FreeswitchPeer(socket)
    await Promise.race([once(socket, 'open').catch(() => {}), peer.closed])
    return peer
  }

  async settled(): Promise<void> {
    if (this.socket.readyState !== WebSocket.OPEN) return
    const pong = once(this.socket, 'pong')
    this.socket.ping()
    await Promise.race([pong, this.closed])
  }
}

function peerOf(peer: FreeswitchPeer): Peer {
  return {
    send({ caller, responder }, cuts = [640]) {
      if (peer.socket.readyState !== WebSocket.OPEN) return
      const channels = [caller, responder].filter((samples) => samples !== undefined)
      for (const message of cut(pcmBytes(...channels), cuts)) peer.socket.send(message)
    },
    settled: () => peer.settled(),
    closed: peer.closed,
    hangUp: () => peer.socket.close(1000),
    reset: () => peer.socket.terminate(),
  }
}

/** Bytes on a bare connection; `closed` is the last line of what came back. */
async function rawPeer(bench: Bench, bytes?: string): Promise<Peer> {
  const socket = connect(bench.ingress.port, '127.0.0.1')
  const closed = lastLine(socket)
  await once(socket, 'connect')
  if (bytes) socket.write(bytes)
  return {
    send() {},
    settled: async () => {},
    closed,
    hangUp: () => socket.end(),
    reset: () => socket.destroy(),
  }
}

function lastLine(socket: Socket): Promise<string> {
  let received = ''
  socket.on('error', () => {})
  socket.on('data', (bytes) => {
    received += bytes
  })
  return once(socket, 'close').then(() => received.trim().split('\r\n').at(-1) ?? '')
}

/** An HTTP request that is no good upgrade; resolves to `STATUS reason`. */
export async function httpAnswer(
  bench: Bench,
  {
    method = 'GET',
    path = '/fork/freeswitch?call=a',
    headers = {},
  }: { method?: string; path?: string; headers?: object },
): Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }> {
  const sent = request({
    host: '127.0.0.1',
    port: bench.ingress.port,
    method,
    path,
    headers: { ...headers },
    agent: false,
  }).end()
  const [response] = await once(sent, 'response')
  return { status: response.statusCode, headers: response.headers, body: (await text(response)).trim() }
}

export const UPGRADE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Key': 'd/NVifS7Bsi9ZXysH/Ht2g==',
  'Sec-WebSocket-Version': '13',
}

function badRequest(
  name: string,
  reason: BadInput['reason'],
  sent: Parameters<typeof httpAnswer>[1],
): BadInput {
  return { name, reason, make: async (bench) => (await httpAnswer(bench, sent)).body }
}

function badQuery(name: string, reason: BadInput['reason'], query: string): BadInput {
  return { name, reason, make: async (bench) => (await FreeswitchPeer.open(bench, query)).closed }
}

/** Opens a good connection, then sends what is not good. */
function badMessages(
  name: string,
  reason: BadInput['reason'],
  query: (call: string) => string,
  send: (socket: WebSocket) => void,
): BadInput {
  return {
    name,
    reason,
    async make(bench, call) {
      const peer = await FreeswitchPeer.open(bench, query(call))
      send(peer.socket)
      return peer.closed
    },
  }
}

const anonymous = () => ''
const pinned = (call: string) => `?call=${call}&rate=8000`

export const freeswitchDriver: Driver = {
  name: 'freeswitch',
  start: (options) => startFreeswitch(options),
  call: (n) => `d8ce03f7-75d0-4794-9059-c37db791da${String(n).padStart(2, '0')}`,
  connect: async (bench, call, role, rate) =>
    peerOf(await FreeswitchPeer.open(bench, `?call=${call}&leg=${role}&rate=${rate}`)),
  connectBoth: async (bench, call, rate) =>
    peerOf(await FreeswitchPeer.open(bench, `?call=${call}&layout=stereo&left=caller&rate=${rate}`)),
  connectSilently: (bench) => rawPeer(bench),
  // The WebSocket library closes with a code alone where the frames themselves are wrong.
  answer: (reason) => ({ 'frame-too-large': '1009', 'malformed-frame': '1002' })[reason as string] ?? reason,
  badInputs: [
    badRequest('another path', 'not-found', { path: '/fork/other?call=a', headers: UPGRADE }),
    badRequest('a path that climbs', 'not-found', {
      path: '/fork/freeswitch/../../etc/passwd',
      headers: UPGRADE,
    }),
    badRequest('a POST', 'wrong-method', { method: 'POST' }),
    badRequest('an upgrade by PUT', 'wrong-method', { method: 'PUT', headers: UPGRADE }),
    badRequest('a GET that is no upgrade', 'upgrade-required', {}),
    badRequest('an upgrade without a key', 'malformed-request', {
      headers: { Connection: 'Upgrade', Upgrade: 'websocket' },
    }),
    {
      name: 'bytes that are no HTTP',
      reason: 'malformed-request',
      make: async (bench) => (await rawPeer(bench, '\x01\x00\x10 not HTTP at all\r\n\r\n')).closed,
    },
    {
      name: 'endless headers',
      reason: 'malformed-request',
      make: async (bench) => (await rawPeer(bench, `GET / HTTP/1.1\r\n${'X: 1\r\n'.repeat(20_000)}`)).closed,
    },
    badQuery('a call without a name', 'missing-identity', '?call='),
    badQuery('a name that climbs', 'hostile-identity', '?call=..%2F..%2Fetc%2Fpasswd'),
    badQuery('control characters in a name', 'hostile-identity', '?call=a%00b%0d%0aSet-Cookie:x'),
    badQuery('a name of 10 kB', 'hostile-identity', `?call=${'x'.repeat(10_000)}`),
    badQuery('a rate that no telephone has', 'unsupported-rate', '?call=a&rate=44100'),
    badQuery('an unknown layout', 'bad-parameters', '?call=a&layout=quad'),
    badQuery('an unknown party', 'bad-parameters', '?call=a&left=supervisor'),
    badMessages('endless audio without a name', 'missing-identity', anonymous, (socket) => {
      for (let n = 0; n < 400; n++) socket.send(Buffer.alloc(640))
    }),
    badMessages('endless metadata', 'metadata-too-long', anonymous, (socket) => {
      for (let n = 0; n < 40; n++) socket.send(`{"note":"${'x'.repeat(4000)}"}`)
    }),
    badMessages('metadata with a hostile name', 'hostile-identity', anonymous, (socket) => {
      socket.send(JSON.stringify({ callId: 'a\u0000b' }))
    }),
    badMessages('metadata with a wrong rate', 'unsupported-rate', anonymous, (socket) => {
      socket.send(JSON.stringify({ callId: 'a', sampleRate: 24000 }))
    }),
    badMessages('a giant message', 'frame-too-large', pinned, (socket) =>
      socket.send(Buffer.alloc(1024 * 1024)),
    ),
    badMessages('a message of endless fragments', 'frame-too-large', pinned, (socket) => {
      for (let n = 0; n < 300; n++) socket.send(Buffer.alloc(1024), { fin: false })
    }),
    {
      name: 'frames that break the protocol',
      reason: 'malformed-frame',
      async make(bench, call) {
        const sent = request({
          host: '127.0.0.1',
          port: bench.ingress.port,
          path: `/fork/freeswitch${pinned(call)}`,
          headers: UPGRADE,
        }).end()
        const [, socket] = (await once(sent, 'upgrade')) as [unknown, Socket]
        const [closing] = await Promise.all([
          once(socket, 'data'),
          socket.write(Buffer.from([0xf3, 0x81, 1, 2, 3, 4, 5])),
        ])
        socket.end()
        return String((closing[0] as Buffer).readUInt16BE(2))
      },
    },
  ],
}
