import { WebSocket } from 'ws'
import { z } from 'zod'
import { type ForkPeer, noAnswer, type WireMessage } from './fork-peer.ts'
import type { ForkTarget } from './fork-target.ts'
import type { Fork, ForkConnection } from './prepare-fork.ts'

/** Who speaks: drachtio's module, amigniter's module, or jambonz's `listen`. */
export const Flavour = z.enum(['mod_audio_fork', 'mod_audio_stream', 'jambonz'])
export type Flavour = z.infer<typeof Flavour>

/** Everything that the service sees before the first sample. */
export interface FreeswitchOpening {
  readonly protocol: 'freeswitch'
  readonly url: string
  readonly subprotocols: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  /** Sent first. */
  readonly hello: readonly WireMessage[]
}

/** How a dialplan names call and leg, and how each module dresses the upgrade (seen on the wire). */
export function freeswitchOpening(
  target: ForkTarget,
  flavour: Flavour,
  fork: Fork,
  { leg }: ForkConnection,
  call: string,
): FreeswitchOpening {
  const { host, port, token } = target
  const query = new URLSearchParams({ call, rate: String(fork.rate) })
  if (leg === 'both' && fork.layout === 'stereo') {
    query.set('layout', 'stereo')
    query.set('left', fork.left)
  } else if (leg === 'both') {
    query.set('layout', 'mixed')
  } else {
    query.set('layout', 'mono')
    query.set('leg', leg)
  }
  // mod_audio_fork can send no header of one's own choosing, mod_audio_stream can.
  if (token !== undefined && flavour !== 'mod_audio_stream') query.set('token', token)
  const url = `ws://${host}:${port}/fork/freeswitch?${query}`
  const metadata = { callId: call, from: 'anonymous' }
  switch (flavour) {
    case 'mod_audio_stream':
      return {
        protocol: 'freeswitch',
        url,
        subprotocols: [],
        headers: {
          Origin: `http://${host}:${port}`,
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        hello: [JSON.stringify(metadata)],
      }
    case 'mod_audio_fork':
    case 'jambonz':
      return {
        protocol: 'freeswitch',
        url,
        subprotocols: [flavour === 'jambonz' ? 'audio.jambonz.org' : 'audio.drachtio.org'],
        // No port in Host, and an Origin that is no page: both as the module sends them.
        headers: { Pragma: 'no-cache', 'Cache-Control': 'no-cache', Host: host, Origin: `http://${host}` },
        hello: [
          JSON.stringify(
            flavour === 'jambonz'
              ? {
                  sampleRate: fork.rate,
                  mixType: query.get('layout'),
                  callSid: call,
                  direction: 'inbound',
                  ...metadata,
                }
              : metadata,
          ),
        ],
      }
  }
}

/** One WebSocket of a FreeSWITCH fork. */
export class FreeswitchPeer implements ForkPeer {
  readonly answer = noAnswer()
  readonly opened: ForkPeer['opened']
  readonly closed: Promise<void>
  readonly #socket: WebSocket

  constructor(opening: FreeswitchOpening) {
    const { answer } = this
    const socket = new WebSocket(opening.url, [...opening.subprotocols], {
      headers: opening.headers,
      perMessageDeflate: false,
    })
    this.#socket = socket
    const opened = Promise.withResolvers<'accepted' | 'refused' | 'unreachable'>()
    const closed = Promise.withResolvers<void>()
    this.opened = opened.promise
    this.closed = closed.promise
    socket.on('open', () => {
      for (const message of opening.hello) this.send(message)
      opened.resolve('accepted')
    })
    socket.on('unexpected-response', (request, response) => {
      answer.httpStatus = response.statusCode ?? null
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        body += text
        answer.bytesReceived += Buffer.byteLength(text)
      })
      response.on('close', () => {
        answer.reason = body.slice(0, 200)
        request.destroy()
        opened.resolve('refused')
        closed.resolve()
      })
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      answer.reason ||= error.code ?? error.message
    })
    socket.on('ping', (data) => {
      answer.keepalives++
      answer.bytesReceived += data.length
    })
    socket.on('message', (data: Buffer) => {
      answer.messages++
      answer.bytesReceived += data.length
    })
    socket.on('close', (code, reason) => {
      answer.closeCode = code
      answer.reason = reason.toString() || answer.reason
      opened.resolve('unreachable')
      closed.resolve()
    })
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount
  }

  send(message: WireMessage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message)
  }

  hangUp(): void {
    this.#socket.close(1000)
  }

  drop(): void {
    this.#socket.terminate()
  }
}
