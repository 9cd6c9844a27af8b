import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'
import { CallEvent, type EventOf, type LoggedEvent } from '../../server/call/call-event.ts'
import type { CallState } from '../../server/call/call-state.ts'
import { begin, fold } from '../../server/call/fold.ts'
import { LiveCalls, LiveCommand, LiveMessage } from '../../server/call/live-message.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const POLICY = "default-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'"

/** A call whose events a test writes one by one; the state is the service's own fold of them. */
export class PlayedCall {
  epoch = 'first-life'
  state: CallState
  /** Every command that arrived for this call, in order. */
  readonly commands: LiveCommand['type'][] = []
  /** How pages asked for this call: the query of each connection. */
  readonly asked: string[] = []
  readonly sockets = new Set<WebSocket>()
  readonly #log: LoggedEvent[] = []
  readonly callId: string

  constructor(callId: string, started: Partial<EventOf<'call.started'>> = {}) {
    this.callId = callId
    const event = CallEvent.parse({
      kind: 'call.started',
      atMs: 0,
      startedAt: '2026-11-22T15:38:00.000Z',
      noticePolicy: 'pbx',
      recognizer: { name: 'whisper-base-zh', scripted: false },
      ...started,
    }) as EventOf<'call.started'>
    this.state = begin(event)
    this.#log.push({ seq: 1, event })
  }

  get seq(): number {
    return this.#log.length
  }

  /** Writes events into the call and tells every page that follows it, in one message. */
  play(...events: CallEvent[]): void {
    const logged = events.map((event, i) => ({ seq: this.seq + 1 + i, event: CallEvent.parse(event) }))
    for (const { event } of logged) this.state = fold(this.state, event)
    this.#log.push(...logged)
    this.tell({ type: 'events', epoch: this.epoch, events: logged })
  }

  tell(message: LiveMessage): void {
    this.tellRaw(JSON.stringify(LiveMessage.parse(message)))
  }

  tellRaw(text: string): void {
    for (const socket of this.sockets) socket.send(text)
  }

  /** Cuts every page's connection without a word, as a network does. */
  cut(): void {
    for (const socket of this.sockets) socket.terminate()
  }

  follow(socket: WebSocket, query: URLSearchParams): void {
    this.asked.push(query.toString())
    this.sockets.add(socket)
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('message', (data) => this.commands.push(LiveCommand.parse(JSON.parse(data.toString())).type))
    const { epoch, seq, state } = this
    const message: LiveMessage =
      query.get('epoch') === epoch
        ? { type: 'events', epoch, events: this.#log.slice(Number(query.get('seq'))) }
        : { type: 'snapshot', epoch, seq, state }
    socket.send(JSON.stringify(LiveMessage.parse(message)))
  }
}

/** The service as a page sees it: its files under the real policy, its two sockets, calls that a test plays. */
export class PlayedService {
  readonly calls = new Map<string, PlayedCall>()
  /** While false, sockets are refused as by a service that is away. */
  isUp = true
  readonly #pages: string
  readonly #http: Server
  readonly #sockets = new WebSocketServer({ noServer: true })
  readonly #lists = new Set<WebSocket>()

  constructor(pages: string) {
    this.#pages = pages
    this.#http = createServer(async (request, response) => {
      const path = normalize(new URL(request.url ?? '/', 'http://page').pathname).replace(
        /\/$/,
        '/index.html',
      )
      const body = await readFile(join(this.#pages, path)).catch(() => null)
      response.writeHead(body ? 200 : 404, {
        'content-type': TYPES[extname(path)] ?? 'text/plain',
        'content-security-policy': POLICY,
      })
      response.end(body)
    })
    this.#http.on('upgrade', (request, socket, head) => {
      if (!this.isUp) return socket.destroy()
      this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#opened(opened, request))
    })
  }

  async listen(): Promise<string> {
    await new Promise<void>((listening) => this.#http.listen(0, '127.0.0.1', listening))
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#http.closeAllConnections()
    await new Promise((closed) => this.#http.close(closed))
  }

  add(call: PlayedCall): PlayedCall {
    this.calls.set(call.callId, call)
    this.tellLists()
    return call
  }

  /** Every call is forgotten, every connection cut. */
  reset(): void {
    this.isUp = true
    this.calls.clear()
    for (const socket of this.#sockets.clients) socket.terminate()
  }

  tellLists(): void {
    for (const socket of this.#lists) socket.send(this.#list())
  }

  #list(): string {
    const calls = [...this.calls.values()].map(({ callId, state }) => ({
      callId,
      startedAt: state.startedAt,
      atMs: state.atMs,
      legs: Object.entries(state.legs).map(([role, { connected }]) => ({ role, connected })),
      troubled: state.troubles.length > 0,
    }))
    return JSON.stringify(LiveCalls.parse({ type: 'calls', calls }))
  }

  #opened(socket: WebSocket, request: IncomingMessage): void {
    const url = new URL(request.url ?? '/', 'http://page')
    if (url.pathname === '/api/live') {
      this.#lists.add(socket)
      socket.on('close', () => this.#lists.delete(socket))
      socket.send(this.#list())
      return
    }
    const call = this.calls.get(url.pathname.split('/')[3] ?? '')
    if (call) {
      call.follow(socket, url.searchParams)
    } else {
      socket.send(JSON.stringify({ type: 'refused', reason: 'unknown-call' } satisfies LiveMessage))
      socket.close()
    }
  }
}
