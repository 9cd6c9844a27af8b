import { type AudiosocketOpening, audiosocketFrame, HANGUP, identityFrame } from './audiosocket-peer.ts'
import type { WireMessage } from './fork-peer.ts'
import type { FreeswitchOpening } from './freeswitch-peer.ts'

/** What a connection is going to send. */
export interface ConnectionPlan<Opening> {
  readonly opening: Opening
  readonly messages: readonly WireMessage[]
}

/** Makes a plan wrong in one way. */
export type Spoil<Opening> = (plan: ConnectionPlan<Opening>) => ConnectionPlan<Opening>

const messages =
  (change: (messages: readonly WireMessage[]) => readonly WireMessage[]) =>
  <Opening>(plan: ConnectionPlan<Opening>): ConnectionPlan<Opening> => ({
    ...plan,
    messages: change(plan.messages),
  })

const opening =
  <Opening>(change: (opening: Opening) => Opening): Spoil<Opening> =>
  (plan) => ({ ...plan, opening: change(plan.opening) })

const query = (name: string, value: string) =>
  opening<FreeswitchOpening>((well) => {
    const url = new URL(well.url)
    url.searchParams.set(name, value)
    return { ...well, url: url.href }
  })

/** Neither URL nor metadata names the call. */
const nameless = opening<FreeswitchOpening>((well) => {
  const url = new URL(well.url)
  url.searchParams.delete('call')
  return { ...well, url: url.href, hello: [] }
})

const noAudio = messages(() => [])

/** Ways in which a FreeSWITCH fork can be wrong. */
export const malformedFreeswitch = {
  /** Messages of 639, 641, 639 … bytes: each sample is there, but cut where no sample ends. */
  'odd-bytes': messages((well) => recut(well.map(bytesOf))),
  /** One binary message of 16 MiB. */
  'giant-frame': messages((well) => [Buffer.alloc(16 * 2 ** 20), ...well.slice(1)]),
  /** Audio as base64 in text frames. */
  'text-audio': messages((well) => well.map((message) => bytesOf(message).toString('base64'))),
  /** 8 kB of metadata in the place of each audio message, JSON that never comes to the call's name. */
  'endless-metadata': (plan) => ({
    ...nameless(plan),
    messages: plan.messages.map((_, i) => `${i === 0 ? '{"a":[' : ''}${'"metadata",'.repeat(745)}`),
  }),
  'no-audio': noAudio,
  /** No name and no sample: a connection that only takes up room. */
  'silent-connection': (plan) => noAudio(nameless(plan)),
  'no-identity': nameless,
  'bad-identity': query('call', '../../etc/passwd\u0000\r\nX-Injected: 1'),
  'long-identity': query('call', 'c'.repeat(10_000)),
  'wrong-rate': query('rate', '11025'),
  'wrong-path': opening((well) => ({ ...well, url: well.url.replace('/fork/freeswitch', '/fork/nothing') })),
  /** The empty message that says "that was all", and then more. */
  'audio-after-stop': messages((well) => {
    const middle = Math.ceil(well.length / 2)
    return [...well.slice(0, middle), Buffer.alloc(0), ...well.slice(middle)]
  }),
} satisfies Record<string, Spoil<FreeswitchOpening>>

/** Ways in which an AudioSocket fork can be wrong. */
export const malformedAudiosocket = {
  /** Payloads that end in half a sample. */
  'odd-bytes': messages((well) => well.map((frame) => reframe(frame, (payload) => payload.subarray(1)))),
  /** Audio frames as long as the length field can say. */
  'giant-frame': messages((well) => well.map((frame) => reframe(frame, () => Buffer.alloc(65_535)))),
  /** A web browser at the wrong port. */
  'text-audio': ({ opening }) => ({
    opening: { ...opening, hello: ['GET / HTTP/1.1\r\nHost: sidecar\r\n\r\n'] },
    messages: [],
  }),
  /** Frames of a kind that nobody has defined, without end. */
  'endless-metadata': messages((well) => well.map(() => audiosocketFrame(0x42, Buffer.alloc(8192)))),
  'no-audio': noAudio,
  'silent-connection': ({ opening }) => ({ opening: { ...opening, hello: [] }, messages: [] }),
  /** Audio first. */
  'no-identity': opening((well) => ({ ...well, hello: [] })),
  /** A UUID of 15 bytes. */
  'bad-identity': opening((well) => ({
    ...well,
    hello: [audiosocketFrame(0x01, Buffer.alloc(15, 0xab))],
  })),
  /** The nil UUID, which each dialplan that forgot to make one sends. */
  'nil-identity': opening((well) => ({ ...well, hello: [identityFrame('0'.repeat(32))] })),
  /** A second UUID in the middle of the call. */
  'second-identity': messages((well) => [
    ...well.slice(0, 5),
    identityFrame('f'.repeat(32)),
    ...well.slice(5),
  ]),
  /** 32 kHz, by its kind. */
  'wrong-rate': messages((well) => well.map((frame) => reframe(frame, (payload) => payload, 0x14))),
  /** The last frame says more bytes than come. */
  'cut-frame': messages((well) =>
    well.map((frame, i) => (i === well.length - 1 ? bytesOf(frame).subarray(0, -7) : frame)),
  ),
  /** A hang-up frame, which only the service may send, and then more. */
  'audio-after-stop': messages((well) => {
    const middle = Math.ceil(well.length / 2)
    return [...well.slice(0, middle), audiosocketFrame(HANGUP, Buffer.alloc(0)), ...well.slice(middle)]
  }),
} satisfies Record<string, Spoil<AudiosocketOpening>>

export type Malformation = keyof typeof malformedFreeswitch | keyof typeof malformedAudiosocket

function bytesOf(message: WireMessage): Buffer {
  return typeof message === 'string' ? Buffer.from(message) : message
}

/** Moves each other cut by one byte. */
function recut(parts: readonly Buffer[]): Buffer[] {
  const whole = Buffer.concat(parts)
  let at = 0
  return parts.map((part, i) => {
    const end = Math.min(whole.length, at + part.length + (i % 2 === 0 ? -1 : 1))
    const piece = whole.subarray(at, end)
    at = end
    return piece
  })
}

/** The same frame with another payload, or as another kind. */
function reframe(message: WireMessage, change: (payload: Buffer) => Buffer, kind?: number): Buffer {
  const frame = bytesOf(message)
  return audiosocketFrame(kind ?? frame.readUInt8(0), change(frame.subarray(3)))
}
