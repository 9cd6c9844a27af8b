import { readFileSync } from 'node:fs'

/** One piece of what a client sent, at its time since the capture began. */
export interface Segment {
  readonly atMs: number
  readonly bytes: Buffer
}

/** One TCP connection's bytes from the side that opened it, in order. */
export type ClientStream = readonly Segment[]

const SYN = 0x02
const ACK = 0x10

/**
 * The client side of every TCP connection in a little-endian pcap file with Ethernet frames. Loopback captures lose,
 * double and reorder nothing, so segments are taken as they come; a sequence number that does not follow throws.
 */
export function clientStreams(file: URL): ClientStream[] {
  const data = readFileSync(file)
  if (data.readUInt32LE(0) !== 0xa1b2c3d4) throw new Error('not a little-endian microsecond pcap')
  const streams = new Map<string, { next: number; segments: Segment[] }>()
  let startMs: number | undefined
  for (let at = 24; at < data.length; ) {
    const timeMs = data.readUInt32LE(at) * 1000 + data.readUInt32LE(at + 4) / 1000
    const length = data.readUInt32LE(at + 8)
    const ip = data.subarray(at + 16 + 14, at + 16 + length)
    at += 16 + length
    startMs ??= timeMs
    const tcp = ip.subarray(((ip[0] ?? 0) & 0x0f) * 4, ip.readUInt16BE(2))
    const flow = `${tcp.readUInt16BE(0)}>${tcp.readUInt16BE(2)}`
    const sequence = tcp.readUInt32BE(4)
    const flags = tcp[13] ?? 0
    if (flags & SYN && !(flags & ACK)) streams.set(flow, { next: sequence + 1, segments: [] })
    const stream = streams.get(flow)
    const bytes = tcp.subarray(((tcp[12] ?? 0) >> 4) * 4)
    if (!stream || bytes.length === 0) continue
    if (sequence !== stream.next >>> 0) throw new Error('the capture lacks a segment')
    stream.next = (sequence + bytes.length) >>> 0
    stream.segments.push({ atMs: timeMs - startMs, bytes })
  }
  return [...streams.values()].map((stream) => stream.segments)
}
