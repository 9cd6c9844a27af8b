import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * Ends every connection when the server closes. Without it one that says nothing, or was refused an upgrade, would
 * keep the service from stopping, and what waits to be stored behind it would be lost. Register it after the
 * WebSockets, which say goodbye first; a page comes back by itself.
 */
export function letGoOnClose(app: FastifyInstance): void {
  const sockets = new Set<Socket>()
  let closing = false
  app.server.on('connection', (socket: Socket) => {
    if (closing) return void socket.destroy()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  app.addHook('preClose', async () => {
    closing = true
    for (const socket of sockets) socket.destroy()
  })
}
