/** Longest wait between two attempts, in milliseconds. */
const LONGEST_WAIT_MS = 10_000

/** A connection that held this long was a good one: the next loss starts again with the shortest wait. */
const GOOD_AFTER_MS = 10_000

/** What the owner of a socket hears of it. */
export interface SocketEvents {
  received(text: string): void
  lost(): void
}

/**
 * A WebSocket that comes back: after 0.5 s, 1 s, 2 s … 10 s, at once when the machine is online again.
 * `address` is asked anew for each attempt, so that it can carry how far the page had got.
 */
export class ReconnectingSocket {
  readonly #address: () => string
  readonly #events: SocketEvents
  readonly #quietMs: number
  #socket: WebSocket | null = null
  #openedAt = 0
  #failures = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #quiet: ReturnType<typeof setTimeout> | undefined

  /** `quietMs`: a connection on which nothing arrives for so long is taken for dead. */
  constructor(address: () => string, events: SocketEvents, quietMs = Number.POSITIVE_INFINITY) {
    this.#address = address
    this.#events = events
    this.#quietMs = quietMs
    addEventListener('online', this.#online)
    addEventListener('offline', this.#offline)
    this.#connect()
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  send(text: string): void {
    if (this.isOpen) this.#socket?.send(text)
  }

  /** Gives the connection up and makes another one, after the usual wait. */
  restart(): void {
    this.#drop()
    this.#fail()
  }

  close(): void {
    removeEventListener('online', this.#online)
    removeEventListener('offline', this.#offline)
    clearTimeout(this.#retry)
    this.#drop()
  }

  #connect(): void {
    const socket = new WebSocket(this.#address())
    this.#socket = socket
    // A connection that was given up may still have messages and its close event on the way.
    const current = (task: () => void) => {
      if (this.#socket === socket) task()
    }
    socket.onopen = () =>
      current(() => {
        this.#openedAt = performance.now()
        this.#listen()
      })
    socket.onmessage = (message) =>
      current(() => {
        this.#listen()
        this.#events.received(String(message.data))
      })
    socket.onclose = () => current(() => this.restart())
  }

  #drop(): void {
    clearTimeout(this.#quiet)
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }

  #fail(): void {
    if (this.#openedAt > 0 && performance.now() - this.#openedAt > GOOD_AFTER_MS) this.#failures = 0
    this.#openedAt = 0
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.#failures)
    this.#failures++
    clearTimeout(this.#retry)
    // Spread, so that a restarted service is not met by every page in the same moment.
    this.#retry = setTimeout(() => this.#connect(), wait * (0.75 + Math.random() / 2))
    this.#events.lost()
  }

  #listen(): void {
    if (this.#quietMs === Number.POSITIVE_INFINITY) return
    clearTimeout(this.#quiet)
    this.#quiet = setTimeout(() => this.restart(), this.#quietMs)
  }

  readonly #online = () => {
    if (this.#socket) return
    clearTimeout(this.#retry)
    this.#failures = 0
    this.#connect()
  }

  readonly #offline = () => {
    if (this.#socket) this.restart()
  }
}

/** The address of one of the service's sockets, beside the page. */
export function socketAddress(path: string): string {
  const url = new URL(path, document.baseURI)
  url.protocol = url.protocol.replace('http', 'ws')
  url.hash = ''
  return url.href
}
