/** A PBX sends one message each 20 ms. */
export const FRAME_MS = 20

/** One message as a protocol sends it. On a WebSocket a string is a text frame and a buffer a binary one. */
export type WireMessage = Buffer | string

/** What the service answered on one connection. */
export interface ServiceAnswer {
  /** HTTP status of a refused upgrade. */
  httpStatus: number | null
  /** WebSocket close code; 1006 where the connection ended without one. */
  closeCode: number | null
  /** The service's words on a refusal or close, or the socket's error code. */
  reason: string
  /** AudioSocket hang-up frames. */
  hangups: number
  /** AudioSocket silence frames, WebSocket pings. */
  keepalives: number
  /** Everything else that it sent. */
  messages: number
  bytesReceived: number
}

export function noAnswer(): ServiceAnswer {
  return {
    httpStatus: null,
    closeCode: null,
    reason: '',
    hangups: 0,
    keepalives: 0,
    messages: 0,
    bytesReceived: 0,
  }
}

/** One connection of a fork, as the PBX holds it. Nothing here throws: what goes wrong is in `answer`. */
export interface ForkPeer {
  readonly answer: Readonly<ServiceAnswer>
  /** Settles once, when the service has answered the attempt to connect. */
  readonly opened: Promise<'accepted' | 'refused' | 'unreachable'>
  /** Settles when the connection is over, whoever ended it. */
  readonly closed: Promise<void>
  /** Bytes that the socket has not taken yet. */
  readonly bufferedBytes: number
  /** Sends one message; after the end it does nothing. */
  send(message: WireMessage): void
  /** Ends as the protocol does at the end of a call. */
  hangUp(): void
  /** Ends as a dying network or PBX does. */
  drop(): void
}
