import { createServer, type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ForkProtocol } from '../audio/leg.ts'
import { DEFAULT_LIMITS, type Ingress, type IngressOptions, LINGER_MS, listen } from './ingress.ts'
import type { RefusalReason } from './refusal.ts'
import { type Newcomer, UnidentifiedConnections } from './unidentified-connections.ts'

/** Bytes of one message. mod_audio_fork may send its whole buffer at once: two seconds of 16 kHz stereo. */
const MESSAGE_BYTES = 256 * 1024

/** A WebSocket that a protocol has taken over. */
export interface OpenFork {
  /** The service is going down. */
  shutDown(): void
}

/** A protocol's look at an upgrade request that passed every general check. */
export type ReadRequest = (
  request: IncomingMessage,
  query: URLSearchParams,
) => { readonly refused: RefusalReason } | ((socket: WebSocket, newcomer: Newcomer) => OpenFork)

/**
 * What the WebSocket protocols share: the port, the checks before the upgrade and their HTTP answers. Neither
 * Origin nor Host is looked at: PBXs send the one without being browsers and the other without its port.
 */
export async function listenWebSocket(
  name: ForkProtocol,
  path: string,
  options: IngressOptions,
  read: ReadRequest,
): Promise<Ingress> {
  const { access, clock, log, count } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const unidentified = new UnidentifiedConnections(clock, limits)
  const newcomers = new WeakMap<Duplex, Newcomer>()
  const forks = new Set<OpenFork>()
  let connections = 0

  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES,
    // A caller's name in metadata may be in any encoding; that is no reason to lose the call.
    skipUTF8Validation: true,
    handleProtocols: ([offered]) => offered ?? false,
  })

  function refuse(reason: RefusalReason): void {
    count(reason)
    log.warn({ protocol: name, reason }, 'fork refused')
  }

  function answer(response: ServerResponse, reason: RefusalReason): void {
    refuse(reason)
    if (response.socket) newcomers.get(response.socket)?.settle()
    const { status, headers } = HTTP_ANSWERS[reason] ?? { status: 400 }
    response.writeHead(status, { 'Content-Type': 'text/plain', Connection: 'close', ...headers })
    response.end(`${reason}\n`)
  }

  /** Answers on a socket that HTTP has let go of, or never had. */
  function answerRaw(request: IncomingMessage, socket: Duplex, reason: RefusalReason): void {
    const response = new ServerResponse(request)
    response.assignSocket(socket as Socket)
    response.on('finish', () => socket.end())
    answer(response, reason)
    lingerOver(socket as Socket)
  }

  /** Answers a peer whose request never became one. */
  function answerUnasked(socket: Socket, status: string, reason: RefusalReason): void {
    refuse(reason)
    newcomers.get(socket)?.settle()
    socket.end(`HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${reason}\n`)
    lingerOver(socket)
  }

  function lingerOver(socket: Socket): void {
    socket.resume()
    socket.once(
      'close',
      clock.after(LINGER_MS, () => socket.destroy()),
    )
  }

  function generalRefusal(
    request: IncomingMessage,
    target: Target,
    upgrades: boolean,
  ): RefusalReason | undefined {
    if (!access.admits(request.socket.remoteAddress)) return 'source-not-allowed'
    if (target.path !== path) return 'not-found'
    if (request.method !== 'GET') return 'wrong-method'
    if (!upgrades) return 'upgrade-required'
    if (!access.authorizes(request.headers.authorization, target.query.get('token'))) return 'unauthorized'
    return undefined
  }

  const server = createServer((request, response) => {
    answer(response, generalRefusal(request, targetOf(request), false) ?? 'upgrade-required')
  })
  server.on('connection', (socket: Socket) => {
    connections++
    socket.once('close', () => connections--)
    if (connections > limits.connections) {
      answerUnasked(socket, '503 Service Unavailable', 'too-many-connections')
      return socket.destroySoon()
    }
    const newcomer = unidentified.admit((reason) => answerUnasked(socket, '408 Request Timeout', reason))
    newcomers.set(socket, newcomer)
    socket.once('close', newcomer.settle)
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {})
    const target = targetOf(request)
    const refused = generalRefusal(request, target, true)
    if (refused) return answerRaw(request, socket, refused)
    const accepted = read(request, target.query)
    if ('refused' in accepted) return answerRaw(request, socket, accepted.refused)
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const fork = accepted(webSocket, newcomers.get(socket) as Newcomer)
      forks.add(fork)
      webSocket.once('close', () => forks.delete(fork))
    })
  })
  webSockets.on('wsClientError', (_error, socket, request) => answerRaw(request, socket, 'malformed-request'))
  server.on('clientError', (_error, socket) => {
    if (socket.writable) answerUnasked(socket as Socket, '400 Bad Request', 'malformed-request')
  })

  const port = await listen(server, options.listen)
  return {
    name,
    port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      for (const fork of forks) fork.shutDown()
      await closed
    },
  }
}

/** The WebSocket close code that goes with a refusal. */
export function closeCode(reason: RefusalReason): number {
  return CLOSE_CODES[reason] ?? 1008
}

interface Target {
  readonly path: string
  readonly query: URLSearchParams
}

/** Split by hand: a URL parser would tidy up a path that climbs, and fail on some that do not parse. */
function targetOf(request: IncomingMessage): Target {
  const [path = '', ...query] = (request.url ?? '').split('?')
  return { path, query: new URLSearchParams(query.join('?')) }
}

const HTTP_ANSWERS: Partial<Record<RefusalReason, { status: number; headers?: Record<string, string> }>> = {
  'source-not-allowed': { status: 403 },
  'not-found': { status: 404 },
  'wrong-method': { status: 405, headers: { Allow: 'GET' } },
  'upgrade-required': { status: 426, headers: { Upgrade: 'websocket' } },
  unauthorized: { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="fork"' } },
}

const CLOSE_CODES: Partial<Record<RefusalReason, number>> = {
  'shutting-down': 1001,
  'malformed-frame': 1002,
  'unsupported-rate': 1003,
  'rate-unclear': 1003,
  'rate-mismatch': 1003,
  'frame-too-large': 1009,
  'metadata-too-long': 1009,
  'too-many-calls': 1013,
  'leg-already-connected': 4409,
}
