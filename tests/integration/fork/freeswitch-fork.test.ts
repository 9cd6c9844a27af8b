import { describe, expect, test } from 'vitest'
import { loadAudio } from '../../../fork/audio-source.ts'
import { wasHeard } from '../../../fork/call-report.ts'
import { noFaults, regularSchedule } from '../../../fork/faults.ts'
import { Pacer } from '../../../fork/pacer.ts'
import { type Play, playCall } from '../../../fork/play-call.ts'
import { type ForkShape, prepareFork } from '../../../fork/prepare-fork.ts'
import { ManualClock } from '../../manual-clock.ts'
import { levelAt } from '../../unit/fork/loudness.ts'
import { audioOf, FreeswitchSink, samplesOf } from './freeswitch-sink.ts'
import { playOut } from './play-out.ts'

/** A caller of 440 Hz and a responder of 1000 Hz, as in the captures of real PBXs. */
async function tones(shape: ForkShape, seconds = 0.2) {
  const audio = await loadAudio({ kind: 'tone', callerHertz: 440, responderHertz: 1000 }, seconds)
  return prepareFork(audio, 'freeswitch', shape)
}

function play(sink: FreeswitchSink, rest: Pick<Play, 'fork'> & Partial<Play>) {
  const clock = new ManualClock()
  return playOut(clock, playCall({ target: sink.target, call: 'night-1', pacer: new Pacer(clock), ...rest }))
}

const isTone = (hertz: number, other: number, samples: number[], rate: number) =>
  levelAt(hertz, samples, rate) > 6000 && levelAt(other, samples, rate) < 300

describe('what goes over the wire', () => {
  test('stereo: metadata first, then 20 ms a message, the caller on the left, and Close 1000', async () => {
    await using sink = await FreeswitchSink.listen()

    const report = await play(sink, { fork: await tones({ layout: 'stereo' }) })

    const fork = sink.fork()
    expect(fork.request.url).toBe('/fork/freeswitch?call=night-1&rate=8000&layout=stereo&left=caller')
    expect(JSON.parse(fork.messages[0] as string)).toEqual({ callId: 'night-1', from: 'anonymous' })
    expect(audioOf(fork).map(({ length }) => length)).toEqual(Array(10).fill(640))
    const samples = samplesOf(fork)
    expect(
      isTone(
        440,
        1000,
        samples.filter((_, i) => i % 2 === 0),
        8000,
      ),
    ).toBe(true)
    expect(
      isTone(
        1000,
        440,
        samples.filter((_, i) => i % 2 === 1),
        8000,
      ),
    ).toBe(true)
    expect(fork.closed).toEqual({ code: 1000, reason: '' })
    expect(report).toMatchObject({
      call: 'night-1',
      connections: [
        { leg: 'both', attempt: 1, outcome: 'completed', framesSent: 10, bytesSent: 6400, framesOverrun: 0 },
      ],
    })
    expect(wasHeard(report)).toBe(true)
  })

  test('the agent may be the one on the left', async () => {
    await using sink = await FreeswitchSink.listen()

    await play(sink, { fork: await tones({ layout: 'stereo', left: 'responder' }) })

    expect(new URL(sink.fork().request.url ?? '', 'ws://sink').searchParams.get('left')).toBe('responder')
    expect(
      isTone(
        1000,
        440,
        samplesOf(sink.fork()).filter((_, i) => i % 2 === 0),
        8000,
      ),
    ).toBe(true)
  })

  test.each([
    ['mono', 8000, 320],
    ['mono', 16000, 640],
    ['mixed', 8000, 320],
    ['stereo', 16000, 1280],
  ] as const)('%s at %i Hz: %i bytes a message', async (layout, rate, bytes) => {
    await using sink = await FreeswitchSink.listen()

    await play(sink, { fork: await tones({ layout, rate }) })

    const query = new URL(sink.fork().request.url ?? '', 'ws://sink').searchParams
    expect([query.get('layout'), query.get('rate')]).toEqual([layout, String(rate)])
    expect(audioOf(sink.fork()).map(({ length }) => length)).toEqual(Array(10).fill(bytes))
  })

  test('mixed holds both parties', async () => {
    await using sink = await FreeswitchSink.listen()

    await play(sink, { fork: await tones({ layout: 'mixed' }) })

    expect(levelAt(440, samplesOf(sink.fork()), 8000)).toBeGreaterThan(6000)
    expect(levelAt(1000, samplesOf(sink.fork()), 8000)).toBeGreaterThan(6000)
  })

  test('two connections: a leg each, both of the same call', async () => {
    await using sink = await FreeswitchSink.listen()

    await play(sink, { fork: await tones({ layout: 'two-connections' }) })

    const byLeg = new Map(
      sink.forks.map((fork) => {
        const query = new URL(fork.request.url ?? '', 'ws://sink').searchParams
        expect(query.get('call')).toBe('night-1')
        return [query.get('leg'), samplesOf(fork)]
      }),
    )
    expect(isTone(440, 1000, byLeg.get('caller') ?? [], 8000)).toBe(true)
    expect(isTone(1000, 440, byLeg.get('responder') ?? [], 8000)).toBe(true)
  })
})

describe('the upgrade as each module makes it', () => {
  test('mod_audio_fork: no port in Host, its subprotocol, the token in the URL', async () => {
    await using sink = await FreeswitchSink.listen()

    await play(sink, {
      fork: await tones({ layout: 'mono' }),
      target: { ...sink.target, token: 'secret' },
      flavour: 'mod_audio_fork',
    })

    const { headers, url } = sink.fork().request
    expect(headers).toMatchObject({
      host: '127.0.0.1',
      origin: 'http://127.0.0.1',
      pragma: 'no-cache',
      'cache-control': 'no-cache',
      'sec-websocket-protocol': 'audio.drachtio.org',
    })
    expect(headers).not.toHaveProperty('sec-websocket-extensions')
    expect(headers).not.toHaveProperty('authorization')
    expect(url).toContain('token=secret')
  })

  test('mod_audio_stream: port in Host and Origin, no subprotocol, the token in a header', async () => {
    await using sink = await FreeswitchSink.listen()
    const address = `127.0.0.1:${sink.target.port}`

    await play(sink, {
      fork: await tones({ layout: 'mono' }),
      target: { ...sink.target, token: 'secret' },
      flavour: 'mod_audio_stream',
    })

    const { headers, url } = sink.fork().request
    expect(headers).toMatchObject({
      host: address,
      origin: `http://${address}`,
      authorization: 'Bearer secret',
    })
    expect(headers).not.toHaveProperty('sec-websocket-protocol')
    expect(headers).not.toHaveProperty('sec-websocket-extensions')
    expect(url).not.toContain('secret')
  })

  test('jambonz: its subprotocol, rate and layout in the metadata', async () => {
    await using sink = await FreeswitchSink.listen()

    await play(sink, { fork: await tones({ layout: 'stereo', rate: 16000 }), flavour: 'jambonz' })

    expect(sink.fork().request.headers['sec-websocket-protocol']).toBe('audio.jambonz.org')
    expect(JSON.parse(sink.fork().messages[0] as string)).toMatchObject({
      callSid: 'night-1',
      sampleRate: 16000,
      mixType: 'stereo',
    })
  })
})

describe('what the service answered is in the report', () => {
  test('a refused upgrade: status and words', async () => {
    await using sink = await FreeswitchSink.listen()
    sink.refuseWith = 401

    const report = await play(sink, { fork: await tones({ layout: 'stereo' }) })

    expect(report.connections).toMatchObject([
      { outcome: 'refused', framesSent: 0, answer: { httpStatus: 401, reason: 'not you\n' } },
    ])
    expect(wasHeard(report)).toBe(false)
  })

  test('nobody there', async () => {
    const sink = await FreeswitchSink.listen()
    const { target } = sink
    await sink[Symbol.asyncDispose]()

    const report = await play(sink, { fork: await tones({ layout: 'stereo' }), target })

    expect(report.connections).toMatchObject([{ outcome: 'unreachable', answer: { reason: 'ECONNREFUSED' } }])
  })

  test('a close in mid-call: code and reason, and no more is sent', async () => {
    await using sink = await FreeswitchSink.listen()
    sink.onFork = (socket, fork) => {
      socket.on('message', () => fork.messages.length === 4 && socket.close(1008, 'not that'))
    }

    const report = await play(sink, { fork: await tones({ layout: 'stereo' }, 10) })

    expect(report.connections).toMatchObject([
      { outcome: 'closed-early', answer: { closeCode: 1008, reason: 'not that' } },
    ])
    expect(report.connections[0]?.framesSent).toBeLessThan(500)
    expect(wasHeard(report)).toBe(false)
  })

  test('pings and messages are counted', async () => {
    await using sink = await FreeswitchSink.listen()
    sink.onFork = (socket) => {
      socket.ping('ping')
      socket.send('{"type":"transcription"}')
      socket.send(Buffer.alloc(320))
    }

    const report = await play(sink, { fork: await tones({ layout: 'mono' }) })

    expect(report.connections[0]?.answer).toMatchObject({
      keepalives: 1,
      messages: 2,
      bytesReceived: 4 + 24 + 320,
    })
  })

  test('a service that does not read: two seconds wait, what is more is dropped and counted', async () => {
    await using sink = await FreeswitchSink.listen()
    sink.onFork = (socket) => socket.pause()
    const frames = 20_000
    const messages = Array(frames).fill(Buffer.alloc(1280)) as Buffer[]
    const fork = {
      ...(await tones({ layout: 'stereo', rate: 16000 })),
      connections: [{ leg: 'both' as const, messages, schedule: regularSchedule(frames) }],
    }
    const clock = new ManualClock()

    const report = await playOut(
      clock,
      playCall({ fork, target: sink.target, call: 'night-1', pacer: new Pacer(clock, 20) }),
    )

    const [connection] = report.connections
    expect(connection?.framesOverrun).toBeGreaterThan(0)
    expect((connection?.framesOverrun ?? 0) + (connection?.framesSent ?? 0)).toBe(frames)
    expect(connection?.outcome).toBe('not-closed')
    expect(wasHeard(report)).toBe(false)
  })
})

describe('faults', () => {
  test('lost frames are missing from the stream, the others untouched', async () => {
    await using sink = await FreeswitchSink.listen()
    const fork = await tones({ layout: 'stereo' }, 4)

    const report = await play(sink, { fork, faults: { ...noFaults, loss: 0.1 }, seed: 3 })

    const [connection] = fork.connections
    const received = audioOf(sink.fork())
    const sent = connection?.messages as Buffer[]
    expect(report.connections[0]?.framesSent).toBe(received.length)
    expect(received.length).toBeGreaterThan(150)
    expect(received.length).toBeLessThan(200)
    let at = -1
    for (const message of received) {
      at = sent.findIndex((candidate, i) => i > at && candidate.equals(message))
      expect(at).toBeGreaterThanOrEqual(0)
    }
  })

  test('a dropped connection comes back under the same name, later in the call', async () => {
    await using sink = await FreeswitchSink.listen()
    const fork = await tones({ layout: 'stereo' }, 2)

    const report = await play(sink, {
      fork,
      faults: { ...noFaults, disconnect: { atMs: 500, reconnectAfterMs: 400 } },
    })

    expect(sink.forks.map(({ request }) => request.url)).toEqual([
      sink.fork(0).request.url,
      sink.fork(0).request.url,
    ])
    expect(sink.fork(0).closed?.code).toBe(1006)
    expect(sink.fork(1).closed?.code).toBe(1000)
    expect(Buffer.concat(audioOf(sink.fork(0)))).toEqual(
      Buffer.concat(fork.connections[0]?.messages.slice(0, 25) as Buffer[]),
    )
    expect(Buffer.concat(audioOf(sink.fork(1)))).toEqual(
      Buffer.concat(fork.connections[0]?.messages.slice(45) as Buffer[]),
    )
    expect(report.connections.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'dropped'],
      [2, 'completed'],
    ])
    expect(wasHeard(report)).toBe(true)
  })

  test('an aborted call hangs up as a PBX does', async () => {
    await using sink = await FreeswitchSink.listen()
    const abort = new AbortController()
    sink.onFork = (socket, fork) => {
      socket.on('message', () => fork.messages.length === 5 && abort.abort())
    }

    const report = await play(sink, { fork: await tones({ layout: 'stereo' }, 5), signal: abort.signal })

    expect(sink.fork().closed).toEqual({ code: 1000, reason: '' })
    expect(report.connections[0]?.outcome).toBe('hung-up')
  })
})

describe('malformed forks', () => {
  async function received(malformed: Play['malformed'] & string) {
    const sink = await FreeswitchSink.listen()
    const fork = await tones({ layout: 'stereo' })
    const report = await play(sink, { fork, malformed })
    await sink[Symbol.asyncDispose]()
    const sent = fork.connections[0]?.messages as Buffer[]
    return { fork: sink.fork(), report, sent }
  }

  test('odd-bytes: the same stream, cut between the two bytes of a sample', async () => {
    const { fork, sent } = await received('odd-bytes')

    expect(audioOf(fork).every(({ length }) => length % 2 === 1)).toBe(true)
    expect(Buffer.concat(audioOf(fork))).toEqual(Buffer.concat(sent))
  })

  test('giant-frame', async () => {
    const { fork } = await received('giant-frame')

    expect(audioOf(fork)[0]?.length).toBe(16 * 1024 * 1024)
  })

  test('text-audio', async () => {
    const { fork, sent } = await received('text-audio')

    expect(audioOf(fork)).toEqual([])
    expect(fork.messages[1]).toBe(sent[0]?.toString('base64'))
  })

  test('endless-metadata', async () => {
    const { fork } = await received('endless-metadata')

    expect(fork.request.url).not.toContain('call=')
    expect(audioOf(fork)).toEqual([])
    expect(fork.messages.join('').length).toBeGreaterThan(80_000)
  })

  test('no-audio: the metadata and nothing more', async () => {
    expect((await received('no-audio')).fork.messages.length).toBe(1)
  })

  test('silent-connection: no name in the URL, nothing in the messages', async () => {
    const { fork } = await received('silent-connection')

    expect(fork.request.url).not.toContain('call=')
    expect(fork.messages).toEqual([])
  })

  test('no-identity: audio that neither URL nor metadata gives a name', async () => {
    const { fork } = await received('no-identity')

    expect(fork.request.url).not.toContain('call=')
    expect(fork.messages.length).toBe(10)
    expect(audioOf(fork).length).toBe(10)
  })

  test('audio-after-stop: an empty message in the middle', async () => {
    const { fork } = await received('audio-after-stop')

    expect(audioOf(fork).map(({ length }) => length)).toEqual([
      ...Array(5).fill(640),
      0,
      ...Array(5).fill(640),
    ])
  })

  test.each([
    ['bad-identity', (url: URL) => url.searchParams.get('call')?.startsWith('../../etc/passwd\u0000\r\n')],
    ['long-identity', (url: URL) => url.searchParams.get('call')?.length === 10_000],
    ['wrong-rate', (url: URL) => url.searchParams.get('rate') === '11025'],
    ['wrong-path', (url: URL) => url.pathname === '/fork/nothing'],
  ] as const)('%s', async (malformed, isSo) => {
    const { fork } = await received(malformed)

    expect(isSo(new URL(fork.request.url ?? '', 'ws://sink'))).toBe(true)
  })
})
