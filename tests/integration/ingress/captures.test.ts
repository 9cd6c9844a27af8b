import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startAudiosocket } from '../../../server/ingress/audiosocket.ts'
import { startFreeswitch } from '../../../server/ingress/freeswitch.ts'
import { type ClientStream, clientStreams, type Segment } from '../../pcap.ts'
import { frame } from './audiosocket-driver.ts'
import { Bench, type Driver } from './bench.ts'
import type { RecordedLeg } from './recording-host.ts'

/** What real PBXs sent, byte for byte, in their own time: right call, role, rate, length and party. */

const CALLER_HZ = 440
const AGENT_HZ = 1000

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.stop())

const audiosocket: Pick<Driver, 'start'> = {
  start: (options) => startAudiosocket({ ...options, format: 'auto' }),
}
const freeswitch: Pick<Driver, 'start'> = { start: startFreeswitch }

function capture(name: string): ClientStream[] {
  return clientStreams(new URL(`../../fixtures/traces/${name}.pcap`, import.meta.url))
}

/** Power of one frequency in the samples, against all of it: 1 for a pure tone, about 0 for any other. */
function share(samples: readonly number[], hz: number, rate: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate)
  let before = 0
  let last = 0
  let energy = 0
  for (const sample of samples) {
    const next = sample + coefficient * last - before
    before = last
    last = next
    energy += sample * sample
  }
  const power = last * last + before * before - coefficient * last * before
  return (2 * power) / (energy * samples.length)
}

/** Role, rate and the share of either party's tone, heard in the second half, where both have long begun. */
function heard(leg: RecordedLeg | undefined) {
  if (!leg) throw new Error('no such leg')
  const { pbxCall, role, sampleRate } = leg.announced
  const samples = leg.samples.slice(leg.samples.length / 2)
  return {
    pbxCall,
    role,
    sampleRate,
    caller: share(samples, CALLER_HZ, sampleRate),
    agent: share(samples, AGENT_HZ, sampleRate),
    ms: (leg.samples.length / sampleRate) * 1000,
    ended: leg.ended,
  }
}

/** Lets the clock keep up with the captures and makes sure that everything so far was read. */
async function replay(
  streams: readonly ClientStream[],
  play: (segment: Segment, stream: number) => Promise<void>,
) {
  const segments = streams
    .flatMap((stream, index) => stream.map((segment) => ({ segment, index })))
    .sort((a, b) => a.segment.atMs - b.segment.atMs)
  for (const { segment, index } of segments) {
    bench.clock.advance(Math.max(0, segment.atMs - bench.clock.now()))
    await bench.owed(play(segment, index))
  }
}

describe('Asterisk over AudioSocket', () => {
  /** The captured bytes, with a DTMF frame after each segment: when it is counted, the segment was read. */
  async function played(name: string): Promise<void> {
    await bench.start(audiosocket)
    const streams = capture(name)
    const sockets = await Promise.all(streams.map(() => opened()))
    const dtmf = streams.flat().filter(({ bytes }) => bytes[0] === 0x03).length
    let marks = 0
    await replay(streams, async ({ bytes }, stream) => {
      const before = bench.count('dtmf')
      const own = bytes[0] === 0x03 ? 1 : 0
      marks++
      sockets[stream]?.write(Buffer.concat([bytes, frame(0x03, Buffer.from('#'))]))
      await bench.eventually(() => expect(bench.count('dtmf')).toBe(before + own + 1))
    })
    for (const socket of sockets) socket.end()
    await bench.eventually(() => expect(bench.host.legs.every(({ ended }) => ended === 'hangup')).toBe(true))
    expect(bench.count('dtmf')).toBe(marks + dtmf)
    expect(bench.logLines).toEqual([])
  }

  test('the application, 8 kHz with DTMF', async () => {
    await played('asterisk-audiosocket-app-slin8k-dtmf')
    expect(bench.host.legs).toHaveLength(1)
    expect(heard(bench.host.legs[0])).toMatchObject({ role: 'mixed', sampleRate: 8000, ms: 1220 })
    expect(heard(bench.host.legs[0]).caller).toBeGreaterThan(0.95)
  })

  test('the channel driver at 16 kHz', async () => {
    await played('asterisk-chan_audiosocket-slin16')
    expect(heard(bench.host.legs[0])).toMatchObject({ sampleRate: 16000, ms: 1220 })
    expect(heard(bench.host.legs[0]).caller).toBeGreaterThan(0.95)
  })

  test('A-law under the name of 8 kHz linear', async () => {
    await played('asterisk-chan_audiosocket-alaw-as-kind10')
    expect(heard(bench.host.legs[0])).toMatchObject({ sampleRate: 8000, ms: 1220 })
    expect(heard(bench.host.legs[0]).caller).toBeGreaterThan(0.95)
  })

  test('one call as two legs', async () => {
    await played('asterisk-dialplan-fork-two-legs')
    const pbxCall = '55555555-0000-0000-0000-0000000000'
    const caller = heard(bench.host.legs.find(({ announced }) => announced.role === 'caller'))
    const agent = heard(bench.host.legs.find(({ announced }) => announced.role === 'responder'))
    expect(bench.host.legs).toHaveLength(2)
    expect([caller.pbxCall, agent.pbxCall]).toEqual([pbxCall, pbxCall])
    expect(caller.caller).toBeGreaterThan(0.95)
    expect(agent.agent).toBeGreaterThan(0.95)
    expect(caller.agent).toBeLessThan(0.01)
    expect(agent.caller).toBeLessThan(0.01)
  })
})

describe('FreeSWITCH over WebSocket', () => {
  /**
   * The captured bytes with our path in the request line (`&…` appended to its query) and, where the segment ends a
   * WebSocket frame, a ping after it: when the pong comes, the segment was read.
   */
  async function played(name: string, parameters: string): Promise<string> {
    await bench.start(freeswitch)
    const [stream = []] = capture(name)
    const socket = await opened()
    const boundary = new FrameBoundary()
    let pongs = 0
    let received = ''
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1')
      pongs = received.split(PONG).length - 1
    })
    const [upgrade, ...frames] = stream
    const request = String(upgrade?.bytes).replace(
      /^GET \/fs\/\w+\?(\S+)/,
      `GET /fork/freeswitch?$1${parameters}`,
    )
    socket.write(request)
    await bench.eventually(() => expect(received).toMatch(/^HTTP\/1\.1 101 .*\r\n\r\n/s))
    await replay([frames], async ({ bytes }) => {
      const isClose = bytes.length < 32 && bytes[0] === 0x88
      socket.write(bytes)
      if (isClose || !boundary.endsWith(bytes)) return
      const expected = pongs + 1
      socket.write(PING)
      await bench.eventually(() => expect(pongs).toBe(expected))
    })
    socket.end()
    await bench.eventually(() => expect(bench.host.legs.every(({ ended }) => ended === 'hangup')).toBe(true))
    expect(bench.host.legs.length).toBeGreaterThan(0)
    expect(bench.logLines).toEqual([])
    return /call=([\w-]+)/.exec(request)?.[1] ?? ''
  }

  test.each([
    { name: 'freeswitch-fork-mono-8k-play', ms: 2020 },
    { name: 'freeswitch-stream-mono-8k-play', ms: 2020 },
  ])('$name: the caller, at the measured rate', async ({ name, ms }) => {
    const call = await played(name, '')
    expect(bench.host.legs).toHaveLength(1)
    expect(heard(bench.host.legs[0])).toMatchObject({ pbxCall: call, role: 'caller', sampleRate: 8000, ms })
    expect(heard(bench.host.legs[0]).caller).toBeGreaterThan(0.95)
  })

  test('freeswitch-fork-mixed-8k-play: both tones in one leg', async () => {
    await played('freeswitch-fork-mixed-8k-play', '&layout=mixed')
    const mixed = heard(bench.host.legs[0])
    expect(mixed).toMatchObject({ role: 'mixed', sampleRate: 8000, ms: 2000 })
    expect(mixed.caller + mixed.agent).toBeGreaterThan(0.95)
    expect(Math.min(mixed.caller, mixed.agent)).toBeGreaterThan(0.1)
  })

  test.each([
    { name: 'freeswitch-fork-stereo-16k-bridge', rate: '' },
    { name: 'freeswitch-fork-stereo-16k-bridge', rate: '&rate=16k' },
    { name: 'freeswitch-stream-stereo-16k-bridge', rate: '' },
  ])('$name $rate: a party a channel', async ({ name, rate }) => {
    await played(name, `&layout=stereo&left=caller${rate}`)
    const [caller, agent] = bench.host.legs.map(heard)
    expect(caller).toMatchObject({ role: 'caller', sampleRate: 16000, ms: 2000 })
    expect(agent).toMatchObject({ role: 'responder', sampleRate: 16000, ms: 2000 })
    expect(caller?.caller).toBeGreaterThan(0.95)
    expect(agent?.agent).toBeGreaterThan(0.95)
    expect(caller?.agent).toBeLessThan(0.01)
    expect(agent?.caller).toBeLessThan(0.01)
  })
})

/** A masked, empty ping, and its answer. */
const PING = Buffer.from([0x89, 0x80, 1, 2, 3, 4])
const PONG = '\x8a\x00'

/** Follows the lengths of masked WebSocket frames through a stream. */
class FrameBoundary {
  #rest = Buffer.alloc(0)

  /** True if a frame ends where `bytes` end. */
  endsWith(bytes: Buffer): boolean {
    this.#rest = Buffer.concat([this.#rest, bytes])
    while (this.#rest.length >= 4) {
      const short = (this.#rest[1] ?? 0) & 0x7f
      const size = short === 126 ? 8 + this.#rest.readUInt16BE(2) : 6 + short
      if (this.#rest.length < size) return false
      this.#rest = this.#rest.subarray(size)
    }
    return this.#rest.length === 0
  }
}

async function opened(): Promise<Socket> {
  const socket = connect(bench.ingress.port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.setNoDelay(true).resume()
  return socket
}
