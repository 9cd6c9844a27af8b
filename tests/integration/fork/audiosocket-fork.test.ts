import { describe, expect, test } from 'vitest'
import { loadAudio } from '../../../fork/audio-source.ts'
import { wasHeard } from '../../../fork/call-report.ts'
import { noFaults } from '../../../fork/faults.ts'
import { decodeG711 } from '../../../fork/line.ts'
import { Pacer } from '../../../fork/pacer.ts'
import { type Play, playCall } from '../../../fork/play-call.ts'
import { type ForkShape, prepareFork } from '../../../fork/prepare-fork.ts'
import { ManualClock } from '../../manual-clock.ts'
import { levelAt } from '../../unit/fork/loudness.ts'
import { AudiosocketSink, framesOf, type ReceivedFrame } from './audiosocket-sink.ts'
import { playOut } from './play-out.ts'

const CALL = '6f1c2b4e-93d0-4a57-8f2e-0c5d7e9ab1ff'
const CALLER = '6f1c2b4e-93d0-4a57-8f2e-0c5d7e9ab101'
const RESPONDER = '6f1c2b4e-93d0-4a57-8f2e-0c5d7e9ab102'

async function tones(shape: Partial<ForkShape> = {}, seconds = 0.2) {
  const audio = await loadAudio({ kind: 'tone', callerHertz: 440, responderHertz: 1000 }, seconds)
  return prepareFork(audio, 'audiosocket', { layout: 'two-connections', ...shape })
}

function play(sink: AudiosocketSink, rest: Pick<Play, 'fork'> & Partial<Play>) {
  const clock = new ManualClock()
  return playOut(clock, playCall({ target: sink.target, call: CALL, pacer: new Pacer(clock), ...rest }))
}

const kindsAndSizes = (frames: ReceivedFrame[]) => frames.map(({ kind, payload }) => [kind, payload.length])

function level(hertz: number, frames: ReceivedFrame[], sampleRate = 8000): number {
  const bytes = Buffer.concat(frames.map(({ payload }) => payload))
  const samples = Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(i * 2))
  return levelAt(hertz, samples, sampleRate)
}

describe('what goes over the wire', () => {
  test('two connections: UUID first, its last digits the leg, then 20 ms a frame, then FIN', async () => {
    await using sink = await AudiosocketSink.listen()

    const report = await play(sink, { fork: await tones() })

    for (const uuid of [CALLER, RESPONDER]) {
      const connection = sink.connection(uuid)
      expect(kindsAndSizes(framesOf(connection))).toEqual([[0x01, 16], ...Array(10).fill([0x10, 320])])
      expect(connection.ended).toBe('fin')
    }
    const [, ...caller] = framesOf(sink.connection(CALLER))
    const [, ...responder] = framesOf(sink.connection(RESPONDER))
    expect(level(440, caller)).toBeGreaterThan(6000)
    expect(level(1000, caller)).toBeLessThan(300)
    expect(level(1000, responder)).toBeGreaterThan(6000)
    expect(report.connections).toMatchObject([
      { leg: 'caller', outcome: 'completed', framesSent: 10, bytesSent: 3230 },
      { leg: 'responder', outcome: 'completed', framesSent: 10, bytesSent: 3230 },
    ])
    expect(wasHeard(report)).toBe(true)
  })

  test('16 kHz is kind 0x12, 640 bytes a frame', async () => {
    await using sink = await AudiosocketSink.listen()

    await play(sink, { fork: await tones({ rate: 16000 }) })

    const [, ...audio] = framesOf(sink.connection(CALLER))
    expect(kindsAndSizes(audio)).toEqual(Array(10).fill([0x12, 640]))
    expect(level(440, audio, 16000)).toBeGreaterThan(6000)
  })

  test.each(['alaw', 'ulaw'] as const)(
    'the codec lie: %s under kind 0x10, 160 bytes a frame',
    async (line) => {
      await using sink = await AudiosocketSink.listen()

      await play(sink, { fork: await tones({ line, codecLie: true }) })

      const [, ...audio] = framesOf(sink.connection(CALLER))
      expect(kindsAndSizes(audio)).toEqual(Array(10).fill([0x10, 160]))
      const heard = decodeG711(Buffer.concat(audio.map(({ payload }) => payload)), line)
      expect(levelAt(440, heard, 8000)).toBeGreaterThan(6000)
    },
  )

  test('mono is the caller alone; mixed is a UUID that names no leg', async () => {
    await using sink = await AudiosocketSink.listen()

    await play(sink, { fork: await tones({ layout: 'mono' }) })
    await play(sink, { fork: await tones({ layout: 'mixed' }) })

    expect(sink.connections.length).toBe(2)
    expect(framesOf(sink.connection(0))[0]?.payload.toString('hex')).toBe(CALLER.replaceAll('-', ''))
    expect(framesOf(sink.connection(1))[0]?.payload.toString('hex').slice(-2)).toBe('00')
    expect(level(1000, framesOf(sink.connection(1)).slice(1))).toBeGreaterThan(6000)
  })
})

describe('what the service answered is in the report', () => {
  const frame = (kind: number, payload: Buffer) => {
    const header = Buffer.from([kind, 0, 0])
    header.writeUInt16BE(payload.length, 1)
    return Buffer.concat([header, payload])
  }

  test('silence frames are keepalives, in linear samples or in A-law, however they are cut', async () => {
    await using sink = await AudiosocketSink.listen()
    sink.onConnection = (socket) => {
      const answer = Buffer.concat([
        frame(0x10, Buffer.alloc(320)),
        frame(0x10, Buffer.alloc(160, 0xd5)),
        frame(0x10, Buffer.from([1, 2, 3, 4])),
      ])
      socket.write(answer.subarray(0, 100))
      setImmediate(() => socket.write(answer.subarray(100)))
    }

    const report = await play(sink, { fork: await tones({ layout: 'mono' }) })

    expect(report.connections[0]?.answer).toMatchObject({
      keepalives: 2,
      messages: 1,
      hangups: 0,
      bytesReceived: 493,
    })
  })

  test('a hang-up frame ends the call early', async () => {
    await using sink = await AudiosocketSink.listen()
    sink.onConnection = (socket) => socket.once('data', () => socket.write(frame(0x00, Buffer.alloc(0))))

    const report = await play(sink, { fork: await tones({ layout: 'mono' }, 10) })

    expect(report.connections).toMatchObject([{ outcome: 'closed-early', answer: { hangups: 1 } }])
    expect(sink.connection(0).ended).toBe('fin')
    expect(wasHeard(report)).toBe(false)
  })

  test('nobody there', async () => {
    const sink = await AudiosocketSink.listen()
    const { target } = sink
    await sink[Symbol.asyncDispose]()

    const report = await play(sink, { fork: await tones(), target })

    expect(report.connections).toMatchObject([
      { leg: 'caller', outcome: 'unreachable', answer: { reason: 'ECONNREFUSED' } },
      { leg: 'responder', outcome: 'unreachable', answer: { reason: 'ECONNREFUSED' } },
    ])
  })
})

describe('faults', () => {
  test('a dropped connection is a reset; the leg comes back under the same UUID', async () => {
    await using sink = await AudiosocketSink.listen()
    const fork = await tones({ layout: 'mono' }, 2)

    const report = await play(sink, {
      fork,
      faults: { ...noFaults, disconnect: { atMs: 500, reconnectAfterMs: 400 } },
    })

    const [first, second] = sink.connections.map((connection) => framesOf(connection))
    expect(sink.connections.map(({ ended }) => ended)).toEqual(['reset', 'fin'])
    expect(first?.length).toBe(1 + 25)
    expect(second?.length).toBe(1 + 55)
    expect(second?.[0]).toEqual(first?.[0])
    expect(report.connections.map(({ outcome }) => outcome)).toEqual(['dropped', 'completed'])
  })
})

describe('malformed forks', () => {
  async function received(malformed: Play['malformed'] & string) {
    const sink = await AudiosocketSink.listen()
    await play(sink, { fork: await tones({ layout: 'mono' }), malformed })
    await sink[Symbol.asyncDispose]()
    return sink.connection(0)
  }

  test.each([
    ['odd-bytes', [[0x01, 16], ...Array(10).fill([0x10, 319])]],
    ['giant-frame', [[0x01, 16], ...Array(10).fill([0x10, 65_535])]],
    ['endless-metadata', [[0x01, 16], ...Array(10).fill([0x42, 8192])]],
    ['no-audio', [[0x01, 16]]],
    ['silent-connection', []],
    ['no-identity', Array(10).fill([0x10, 320])],
    ['bad-identity', [[0x01, 15], ...Array(10).fill([0x10, 320])]],
    [
      'second-identity',
      [[0x01, 16], ...Array(5).fill([0x10, 320]), [0x01, 16], ...Array(5).fill([0x10, 320])],
    ],
    ['wrong-rate', [[0x01, 16], ...Array(10).fill([0x14, 320])]],
    ['cut-frame', [[0x01, 16], ...Array(9).fill([0x10, 320]), [-1, 316]]],
    [
      'audio-after-stop',
      [[0x01, 16], ...Array(5).fill([0x10, 320]), [0x00, 0], ...Array(5).fill([0x10, 320])],
    ],
  ] as const)('%s', async (malformed, expected) => {
    expect(kindsAndSizes(framesOf(await received(malformed)))).toEqual(expected)
  })

  test('nil-identity', async () => {
    expect(framesOf(await received('nil-identity'))[0]?.payload).toEqual(Buffer.alloc(16))
  })

  test('text-audio: a browser at the wrong port', async () => {
    expect((await received('text-audio')).bytes.toString()).toBe('GET / HTTP/1.1\r\nHost: sidecar\r\n\r\n')
  })
})
