import type { FastifyPluginAsync } from 'fastify'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { CallRegistry } from '../call/call-registry.ts'
import type { CallSession } from '../call/call-session.ts'
import { type LiveCalls, type LiveMessage, PageCommand } from '../call/live-message.ts'

/** A page that lets this much pile up is cut off; it comes back and is given what it missed (bytes). */
const MOST_BUFFERED = 1 << 20

/** Where a page that was connected before wants to go on. */
const Resume = z.object({ epoch: z.uuid().optional(), seq: z.coerce.number().int().nonnegative().optional() })

/** The responder's live sockets: the list of calls, and one call followed event by event. */
export const liveSockets =
  (registry: CallRegistry): FastifyPluginAsync =>
  async (app) => {
    app.get('/api/live', { websocket: true }, (socket) => {
      const tell = () => send(socket, { type: 'calls', calls: registry.list() })
      const stop = registry.onChange(tell)
      socket.on('close', stop)
      tell()
    })

    app.get('/api/calls/:callId/live', { websocket: true }, (socket, request) => {
      const { callId } = request.params as { callId: string }
      const session = registry.session(callId)
      const resume = Resume.safeParse(request.query)
      if (!session) return refuse(socket, 'unknown-call')
      if (!resume.success) return refuse(socket, 'bad-message')
      catchUp(socket, session, resume.data)
      const { epoch } = session
      const stop = session.subscribe((logged) => send(socket, { type: 'events', epoch, events: [logged] }))
      socket.on('close', stop)
      socket.on('message', (data) => {
        const command = readCommand(data.toString())
        if (command) registry.command(callId, command)
        else refuse(socket, 'bad-message')
      })
    })
  }

/** What the page missed, if the log still has it; else the whole state. */
function catchUp(socket: WebSocket, session: CallSession, { epoch, seq }: z.infer<typeof Resume>): void {
  const missed = epoch === session.epoch && seq !== undefined ? session.since(seq) : null
  if (missed) send(socket, { type: 'events', epoch: session.epoch, events: missed })
  else send(socket, { type: 'snapshot', epoch: session.epoch, seq: session.seq, state: session.state })
}

function readCommand(text: string): PageCommand | null {
  try {
    return PageCommand.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function refuse(socket: WebSocket, reason: Extract<LiveMessage, { type: 'refused' }>['reason']): void {
  send(socket, { type: 'refused', reason })
  socket.close(1008, reason)
}

function send(socket: WebSocket, message: LiveMessage | LiveCalls): void {
  if (socket.bufferedAmount > MOST_BUFFERED) socket.terminate()
  else socket.send(JSON.stringify(message))
}
