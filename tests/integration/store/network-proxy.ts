import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface NetworkProxy extends AsyncDisposable {
  readonly port: number
  /** From now on nothing passes in either direction; resolves when something would have. */
  swallow(): Promise<void>
  forward(): void
  /** Cuts every connection and refuses new ones. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** Stands between the service and PostgreSQL, as a network does. */
export async function startProxy(target: URL): Promise<NetworkProxy> {
  const sockets = new Set<Socket>()
  let swallowed: (() => void) | null = null
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => (swallowed ? swallowed() : to.write(bytes)))
      from.on('close', () => to.destroy())
      from.on('error', () => {})
    }
  })
  const listen = (port: number) => once(server.listen(port, '127.0.0.1'), 'listening')
  await listen(0)
  const { port } = server.address() as AddressInfo
  const stop = async () => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    port,
    swallow: () =>
      new Promise((resolve) => {
        swallowed = resolve
      }),
    forward() {
      swallowed = null
    },
    stop,
    start: async () => void (await listen(port)),
    [Symbol.asyncDispose]: stop,
  }
}
