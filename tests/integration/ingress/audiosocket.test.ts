import alawmulaw from 'alawmulaw'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Access } from '../../../server/ingress/access.ts'
import { type AudiosocketFormat, startAudiosocket } from '../../../server/ingress/audiosocket.ts'
import { AudiosocketPeer, audiosocketDriver, frame, uuidFrame } from './audiosocket-driver.ts'
import { Bench, type Driver, noise, pcmBytes } from './bench.ts'
import { conformance } from './conformance.ts'

const CALL = audiosocketDriver.call(1)

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.stop())

describe('what every protocol must do', () => {
  test.each(conformance(audiosocketDriver))('$name', ({ run }) => run(bench))
})

/** The driver with its format set, or measured. */
function formatted(format: 'auto' | AudiosocketFormat): Driver {
  return { ...audiosocketDriver, start: (options) => startAudiosocket({ ...options, format }) }
}

/** Sends one frame every 20 ms, in the clock's time. */
async function play(peer: AudiosocketPeer, frames: readonly Buffer[]): Promise<void> {
  for (const payload of frames) {
    peer.socket.write(frame(0x10, payload))
    await bench.owed(peer.settled())
    bench.clock.advance(20)
  }
}

function twentyMs(count: number, bytes: number): Buffer[] {
  return Array.from({ length: count }, (_, n) => pcmBytes(noise(n, bytes / 2)))
}

function heard(): Int16Array {
  return Int16Array.from(bench.host.legs[0]?.samples ?? [])
}

describe('silence toward Asterisk', () => {
  test('is there at once, before a UUID, and every second', async () => {
    await bench.start(formatted('auto'))
    const peer = await AudiosocketPeer.open(bench)
    await bench.eventually(() => expect(peer.received).toEqual([{ kind: 0x10, payload: Buffer.alloc(320) }]))
    peer.socket.write(uuidFrame(CALL, '01'))
    await bench.owed(peer.settled())
    bench.clock.advance(3000)
    await bench.eventually(() => expect(peer.received).toHaveLength(4))
  })

  test('is in the format that the peer speaks', async () => {
    await bench.start(formatted('auto'))
    const peer = await AudiosocketPeer.open(bench, uuidFrame(CALL, '01'), frame(0x12, Buffer.alloc(640)))
    await bench.owed(peer.settled())
    bench.clock.advance(1000)
    await bench.eventually(() => expect(peer.received[1]).toEqual({ kind: 0x12, payload: Buffer.alloc(640) }))
  })

  test('stops with the call', async () => {
    await bench.start(formatted('slin8'))
    const peer = await AudiosocketPeer.open(bench, uuidFrame(CALL, '01'))
    await bench.owed(peer.settled())
    peer.socket.write(frame(0x00))
    await bench.owed(peer.closed)
    expect(bench.host.legs[0]?.ended).toBe('hangup')
  })
})

describe('kind 0x10 of unknown content, measured over its first second', () => {
  test.each([
    { content: '8 kHz linear', bytes: 320, rate: 8000 },
    { content: '16 kHz linear, as older Asterisks send it', bytes: 640, rate: 16000 },
  ])('$content', async ({ bytes, rate }) => {
    await bench.start(formatted('auto'))
    const peer = await AudiosocketPeer.open(bench, uuidFrame(CALL, '01'))
    const frames = twentyMs(60, bytes)
    await play(peer, frames)
    expect(bench.host.legs[0]?.announced).toMatchObject({ pbxCall: CALL, role: 'caller', sampleRate: rate })
    expect(pcmBytes(heard()).equals(Buffer.concat(frames))).toBe(true)
  })

  test('A-law, and answers it with A-law silence', async () => {
    await bench.start(formatted('auto'))
    const peer = await AudiosocketPeer.open(bench, uuidFrame(CALL, '01'))
    await play(
      peer,
      Array.from({ length: 100 }, () => Buffer.alloc(160, 0xd5)),
    )
    expect(bench.host.legs[0]?.announced.sampleRate).toBe(8000)
    expect(heard()).toEqual(new Int16Array(16_000).fill(8))
    await bench.eventually(() =>
      expect(peer.received.at(-1)).toEqual({ kind: 0x10, payload: Buffer.alloc(160, 0xd5) }),
    )
  })

  test('is not misled by a caller who sends nothing for a while, nor by a burst at the start', async () => {
    await bench.start(formatted('auto'))
    const peer = await AudiosocketPeer.open(bench, uuidFrame(CALL, '01'), frame(0x10, Buffer.alloc(8000)))
    await play(peer, twentyMs(20, 320))
    bench.clock.advance(30_000)
    await play(peer, twentyMs(40, 320))
    expect(bench.host.legs[0]?.announced.sampleRate).toBe(8000)
    expect(heard()).toHaveLength(4000 + 60 * 160)
  })

  test('of less than a second still becomes a leg when it ends', async () => {
    await bench.start(formatted('auto'))
    const peer = await AudiosocketPeer.open(bench, uuidFrame(CALL, '02'))
    await play(peer, twentyMs(30, 320))
    expect(bench.host.legs).toEqual([])
    peer.socket.end()
    await bench.eventually(() => expect(bench.host.legs[0]?.ended).toBe('hangup'))
    expect(heard()).toHaveLength(30 * 160)
  })

  test('too short to tell is counted as lost', async () => {
    await bench.start(formatted('auto'))
    const peer = await AudiosocketPeer.open(bench, uuidFrame(CALL, '02'))
    await play(peer, twentyMs(3, 320))
    peer.socket.end()
    await bench.eventually(() => expect(bench.count('audio-discarded')).toBe(1))
    expect(bench.host.legs).toEqual([])
  })

  test.each([
    { pace: 'twice as fast as any format', bytes: 1280, reason: 'unsupported-rate' },
    { pace: 'slower than any format', bytes: 80, reason: 'rate-unclear' },
  ] as const)('$pace is refused', async ({ bytes, reason }) => {
    await bench.start(formatted('auto'))
    const peer = await AudiosocketPeer.open(bench, uuidFrame(CALL, '01'))
    await play(peer, twentyMs(60, bytes))
    expect(await bench.owed(peer.closed)).toBe('hangup')
    expect(bench.count(reason)).toBe(1)
  })

  test('played faster than real time must be pinned', async () => {
    await bench.start(formatted('auto'))
    const peer = await AudiosocketPeer.open(bench, uuidFrame(CALL, '01'))
    for (const payload of twentyMs(301, 320)) peer.socket.write(frame(0x10, payload))
    expect(await bench.owed(peer.closed)).toBe('hangup')
    expect(bench.count('rate-unclear')).toBe(1)
  })
})

test('a pinned µ-law leg is there before its first audio, and is decoded as such', async () => {
  await bench.start(formatted('ulaw'))
  const peer = await AudiosocketPeer.open(bench, uuidFrame(CALL, '01'))
  await bench.owed(peer.settled())
  expect(bench.host.legs[0]?.announced.sampleRate).toBe(8000)
  const codes = Uint8Array.from({ length: 256 }, (_, code) => code)
  peer.socket.write(frame(0x10, codes))
  await bench.owed(peer.settled())
  expect(heard()).toEqual(alawmulaw.mulaw.decode(codes))
})

test('every byte may come alone', async () => {
  await bench.start(formatted('slin8'))
  const peer = await AudiosocketPeer.open(bench)
  const bytes = Buffer.concat([uuidFrame(CALL, '01'), frame(0x10, pcmBytes(noise(1, 160)))])
  for (const byte of bytes) {
    await new Promise((resolve) => peer.socket.write(Uint8Array.of(byte), resolve))
  }
  await bench.owed(peer.settled())
  expect(heard()).toEqual(noise(1, 160))
})

test('a UUID that names no party is a call of its own, and nobody claims to know who speaks', async () => {
  await bench.start(formatted('slin8'))
  const peer = await AudiosocketPeer.open(bench, uuidFrame(CALL, '13'))
  await bench.owed(peer.settled())
  expect(bench.host.legs[0]?.announced).toMatchObject({ pbxCall: `${CALL}13`, role: 'mixed' })
})

test('audio after the end is counted and goes nowhere', async () => {
  await bench.start(formatted('slin8'))
  const bytes = [uuidFrame(CALL, '01'), frame(0x00), frame(0x10, Buffer.alloc(320))]
  const peer = await AudiosocketPeer.open(bench, ...bytes)
  await bench.owed(peer.closed)
  expect(bench.count('audio-after-end')).toBe(1)
  expect(heard()).toHaveLength(0)
})

test('a peer that will not hang up after its refusal is cut off', async () => {
  await bench.start(formatted('slin8'), { access: new Access([]) })
  const peer = await AudiosocketPeer.open(bench)
  peer.socket.pause()
  await bench.eventually(() => expect(bench.count('source-not-allowed')).toBe(1))
  bench.clock.advance(2000)
  peer.socket.resume()
  expect(await bench.owed(peer.closed)).toBe('hangup')
})
