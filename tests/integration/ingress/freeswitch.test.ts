import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Access } from '../../../server/ingress/access.ts'
import { Bench, noise, pcmBytes } from './bench.ts'
import { conformance } from './conformance.ts'
import { FreeswitchPeer, freeswitchDriver, httpAnswer, UPGRADE } from './freeswitch-driver.ts'

const SOURCES = ['127.0.0.0/8']

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.stop())

describe('what every protocol must do', () => {
  test.each(conformance(freeswitchDriver))('$name', ({ run }) => run(bench))
})

/** Sends one message every `ms`, in the clock's time. */
async function play(peer: FreeswitchPeer, messages: readonly Buffer[], ms = 20): Promise<void> {
  for (const message of messages) {
    if (peer.socket.readyState === WebSocket.OPEN) peer.socket.send(message)
    await bench.owed(peer.settled())
    bench.clock.advance(ms)
  }
}

function messages(count: number, bytes: number): Buffer[] {
  return Array.from({ length: count }, (_, n) => pcmBytes(noise(n, bytes / 2)))
}

function announced(): unknown[] {
  return bench.host.legs.map(({ announced: { pbxCall, role, sampleRate } }) => [pbxCall, role, sampleRate])
}

describe('who is heard', () => {
  test.each([
    { query: '?call=a&rate=8k', legs: [['a', 'caller', 8000]] },
    { query: '?call=a&rate=16k&leg=responder', legs: [['a', 'responder', 16000]] },
    { query: '?call=a&rate=8000&layout=mixed', legs: [['a', 'mixed', 8000]] },
    { query: '?call=a&rate=8000&leg=mixed', legs: [['a', 'mixed', 8000]] },
    {
      query: '?call=a&rate=16000&layout=stereo&left=responder',
      legs: [
        ['a', 'responder', 16000],
        ['a', 'caller', 16000],
      ],
    },
  ])('by URL: $query', async ({ query, legs }) => {
    await bench.start(freeswitchDriver)
    await bench.owed((await FreeswitchPeer.open(bench, query)).settled())
    expect(announced()).toEqual(legs)
  })

  test('by subprotocol', async () => {
    await bench.start(freeswitchDriver)
    const protocols = ['call.7f3a', 'audio.drachtio.org']
    const peer = await FreeswitchPeer.open(bench, '?rate=8000', { protocols })
    await bench.owed(peer.settled())
    expect(announced()).toEqual([['7f3a', 'caller', 8000]])
  })

  test("by jambonz' metadata", async () => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, '', { protocols: ['audio.jambonz.org'] })
    peer.socket.send(
      JSON.stringify({
        sampleRate: 8000,
        mixType: 'stereo',
        callSid: 'e3a1',
        from: '13800138000',
        direction: 'inbound',
      }),
    )
    peer.socket.send(pcmBytes(noise(1, 160), noise(2, 160)))
    await bench.owed(peer.settled())
    expect(announced()).toEqual([
      ['e3a1', 'caller', 8000],
      ['e3a1', 'responder', 8000],
    ])
    expect(bench.host.legs[1]?.samples).toEqual([...noise(2, 160)])
  })

  test('by the URL where metadata says otherwise', async () => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, '?call=a&layout=mono')
    peer.socket.send('{"callId":"b","mixType":"stereo","sampleRate":16000}')
    await bench.owed(peer.settled())
    expect(announced()).toEqual([['a', 'caller', 16000]])
  })

  test('by metadata that comes after the audio, which is kept', async () => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, '?rate=8000')
    peer.socket.send(pcmBytes(noise(1, 160)))
    peer.socket.send('not JSON')
    peer.socket.send('{"event":"dtmf","dtmf":"5"}{"uuid":"late"}')
    await bench.owed(peer.settled())
    expect(announced()).toEqual([['late', 'caller', 8000]])
    expect(bench.host.legs[0]?.samples).toEqual([...noise(1, 160)])
  })
})

describe("the caller's number", () => {
  test.each([
    { when: 'in the URL', query: '?call=a&rate=8000&caller=13800138000', text: '{"from":"13900139000"}' },
    {
      when: 'in metadata before the audio',
      query: '',
      text: '{"call":"a","rate":8000,"from":"13800138000"}',
    },
    {
      when: 'in metadata that comes late',
      query: '?call=a&rate=8000',
      text: '{"b":1}{"from":"13800138000"}',
    },
  ])('is told once to the host, $when', async ({ query, text }) => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, query)
    peer.socket.send(text)
    peer.socket.send(pcmBytes(noise(1, 160)))
    peer.socket.send('{"from":"13900139000"}')
    await bench.owed(peer.settled())
    expect(bench.host.legs.map(({ caller }) => caller)).toEqual(['13800138000'])
    expect(bench.logLines).toEqual([])
  })

  test('is not looked for in more text than metadata may have', async () => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, '?call=a&rate=8000')
    peer.socket.send(JSON.stringify({ a: 'x'.repeat(64 * 1024) }))
    peer.socket.send('{"from":"13800138000"}')
    await bench.owed(peer.settled())
    expect(bench.host.legs.map(({ caller }) => caller)).toEqual([undefined])
    expect(bench.count('text-ignored')).toBe(2)
  })
})

describe('text', () => {
  test.each([
    '{"a":',
    '"with space", "b":"c"}',
    '{"event":"dtmf","dtmf":"5","duration":1600}{"b":2}',
    '13800138000',
    '}}}}{{{{',
  ])('%s in the middle is ignored and counted', async (text) => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, '?call=a&rate=8000')
    peer.socket.send(pcmBytes(noise(1, 160)))
    peer.socket.send(text)
    peer.socket.send(pcmBytes(noise(2, 160)))
    await bench.owed(peer.settled())
    expect(bench.host.legs[0]?.samples).toEqual([...noise(1, 160), ...noise(2, 160)])
    expect(bench.count('text-ignored')).toBe(1)
    expect(bench.logLines).toEqual([])
  })

  test('that is no UTF-8 costs nothing', async () => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, '?call=a&rate=8000')
    peer.socket.send(Buffer.from([0xc0, 0xc3, 0xc4, 0xe3]), { binary: false })
    peer.socket.send(pcmBytes(noise(1, 160)))
    await bench.owed(peer.settled())
    expect(bench.host.legs[0]?.samples).toEqual([...noise(1, 160)])
  })
})

describe('a rate that only the start command knows', () => {
  test.each([
    { layout: 'mono', bytes: 320, everyMs: 20, rate: 8000 },
    { layout: 'mono', bytes: 640, everyMs: 20, rate: 16000 },
    { layout: 'stereo', bytes: 640, everyMs: 20, rate: 8000 },
    { layout: 'stereo', bytes: 1280, everyMs: 20, rate: 16000 },
    { layout: 'stereo', bytes: 12_800, everyMs: 200, rate: 16000 },
    { layout: 'mono', bytes: 8000, everyMs: 500, rate: 8000 },
  ])('$layout, $bytes bytes every $everyMs ms: $rate', async ({ layout, bytes, everyMs, rate }) => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, `?call=a&layout=${layout}&left=caller`)
    await play(peer, messages(1200 / everyMs + 2, bytes), everyMs)
    expect(bench.host.legs.map(({ announced }) => announced.sampleRate)).toEqual(
      layout === 'stereo' ? [rate, rate] : [rate],
    )
    const sent = pcmBytes(...bench.host.legs.map(({ samples }) => Int16Array.from(samples)))
    expect(sent.equals(Buffer.concat(messages(1200 / everyMs + 2, bytes)))).toBe(true)
  })

  test('is measured apart from what was saved up while connecting', async () => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, '?call=a&layout=stereo')
    for (const message of messages(50, 640)) peer.socket.send(message)
    await play(peer, messages(60, 640))
    expect(bench.host.legs[0]?.announced.sampleRate).toBe(8000)
    expect(bench.host.legs[0]?.samples).toHaveLength(110 * 160)
  })

  test.each([
    { said: 'stereo', sent: '8 kHz mono', bytes: 320, reason: 'rate-unclear' },
    { said: 'mono', sent: '16 kHz stereo', bytes: 1280, reason: 'unsupported-rate' },
    { said: 'mono', sent: '24 kHz mono', bytes: 960, reason: 'unsupported-rate' },
  ] as const)('$said said, $sent sent: refused', async ({ said, bytes, reason }) => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, `?call=a&layout=${said}`)
    await play(peer, messages(60, bytes))
    expect(await bench.owed(peer.closed)).toBe(reason)
    expect(bench.count(reason)).toBe(1)
    expect(bench.host.legs).toEqual([])
  })
})

describe('the end', () => {
  test('an empty message flushes every leg, then the service closes', async () => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, '?call=a&layout=stereo&rate=8000')
    peer.socket.send(pcmBytes(noise(1, 160), noise(2, 160)))
    peer.socket.send(Buffer.alloc(0))
    peer.socket.send(Buffer.alloc(640))
    expect(await bench.owed(peer.closed)).toBe('flushed')
    expect(bench.host.legs.map(({ flushes, ended }) => [flushes, ended])).toEqual([
      [1, 'hangup'],
      [1, 'hangup'],
    ])
    expect(bench.host.legs[0]?.samples).toEqual([...noise(1, 160)])
    expect(bench.count('audio-after-end')).toBe(1)
  })

  test('a closed registry entry of one party closes the fork of both', async () => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, '?call=a&layout=stereo&rate=8000')
    await bench.owed(peer.settled())
    bench.host.legs[1]?.close('idle')
    expect(await bench.owed(peer.closed)).toBe('idle')
    expect(bench.host.legs.map(({ ended }) => ended)).toEqual(['idle', 'idle'])
  })

  test('when the second party is already connected, the first does not stay', async () => {
    await bench.start(freeswitchDriver)
    await bench.owed((await FreeswitchPeer.open(bench, '?call=a&leg=responder&rate=8000')).settled())
    const peer = await FreeswitchPeer.open(bench, '?call=a&layout=stereo&rate=8000')
    expect(await bench.owed(peer.closed)).toBe('leg-already-connected')
    expect(bench.host.legs.map(({ announced: { role }, ended }) => [role, ended])).toEqual([
      ['responder', undefined],
      ['caller', 'protocol-error'],
    ])
  })

  test('a second connection for a leg is closed with a code of its own', async () => {
    await bench.start(freeswitchDriver)
    await bench.owed((await FreeswitchPeer.open(bench, '?call=a&rate=8000')).settled())
    const second = await FreeswitchPeer.open(bench, '?call=a&rate=8000')
    const [code] = await bench.owed(once(second.socket, 'close'))
    expect(code).toBe(4409)
  })

  test('a name that never comes', async () => {
    await bench.start(freeswitchDriver)
    const peer = await FreeswitchPeer.open(bench, '')
    bench.clock.advance(10_000)
    expect(await bench.owed(peer.closed)).toBe('identity-timeout')
  })
})

describe('the handshake', () => {
  test.each(['audio.drachtio.org', 'audio.jambonz.org', 'anything'])(
    'echoes the subprotocol %s',
    async (name) => {
      await bench.start(freeswitchDriver)
      const peer = await FreeswitchPeer.open(bench, '?call=a&rate=8000', { protocols: [name, 'other'] })
      expect(peer.socket.protocol).toBe(name)
    },
  )

  test('takes no compression, and needs neither Origin nor a subprotocol', async () => {
    await bench.start(freeswitchDriver)
    const socket = new WebSocket(`ws://127.0.0.1:${bench.ingress.port}/fork/freeswitch?call=a&rate=8000`, {
      perMessageDeflate: true,
    })
    await once(socket, 'open')
    expect([socket.protocol, socket.extensions]).toEqual(['', ''])
    socket.ping('ping')
    const [payload] = await bench.owed(once(socket, 'pong'))
    expect(String(payload)).toBe('ping')
  })

  test.each([
    { what: 'another path', sent: { path: '/' }, status: 404, header: {} },
    { what: 'another method', sent: { method: 'DELETE' }, status: 405, header: { allow: 'GET' } },
    { what: 'no upgrade', sent: {}, status: 426, header: { upgrade: 'websocket' } },
    {
      what: 'a bad rate',
      sent: { path: '/fork/freeswitch?call=a&rate=1', headers: UPGRADE },
      status: 400,
      header: {},
    },
  ])('answers $what with $status', async ({ sent, status, header }) => {
    await bench.start(freeswitchDriver)
    const answer = await bench.owed(httpAnswer(bench, sent))
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject({ 'content-type': 'text/plain', connection: 'close', ...header })
  })

  test('answers a foreign address with 403', async () => {
    await bench.start(freeswitchDriver, { access: new Access(['192.0.2.1']) })
    expect(await bench.owed(httpAnswer(bench, {}))).toMatchObject({ status: 403, body: 'source-not-allowed' })
  })
})

describe('the token', () => {
  const basic = (password: string) => `Basic ${Buffer.from(`pbx:${password}`).toString('base64')}`

  test.each([
    { by: 'Bearer', query: '', headers: { Authorization: 'Bearer s3cret:42' } },
    { by: "Basic's password", query: '', headers: { authorization: basic('s3cret:42') } },
    { by: 'URL', query: '&token=s3cret%3A42', headers: {} },
  ])('is taken by $by', async ({ query, headers }) => {
    await bench.start(freeswitchDriver, { access: new Access(SOURCES, 's3cret:42') })
    const peer = await FreeswitchPeer.open(bench, `?call=a&rate=8000${query}`, { headers })
    await bench.owed(peer.settled())
    expect(announced()).toEqual([['a', 'caller', 8000]])
  })

  test.each([
    { what: 'none', query: '', headers: {} },
    { what: 'a wrong one', query: '&token=s3cre', headers: {} },
    {
      what: 'a wrong one beside the right one',
      query: '&token=s3cret:42',
      headers: { Authorization: 'Bearer x' },
    },
    { what: 'Basic that is no pair', query: '', headers: { Authorization: 'Basic !!!' } },
  ])('$what is answered with 401 and not logged', async ({ query, headers }) => {
    await bench.start(freeswitchDriver, { access: new Access(SOURCES, 's3cret:42') })
    const sent = { path: `/fork/freeswitch?call=a&rate=8000${query}`, headers: { ...UPGRADE, ...headers } }
    const answer = await bench.owed(httpAnswer(bench, sent))
    expect(answer).toMatchObject({ status: 401, body: 'unauthorized' })
    expect(answer.headers['www-authenticate']).toBe('Basic realm="fork"')
    expect(bench.logLines.join()).not.toContain('s3cre')
    expect(bench.count('unauthorized')).toBe(1)
  })
})
