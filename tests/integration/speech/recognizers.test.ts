import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LegRate } from '../../../server/audio/leg.ts'
import { EventChannel } from '../../../server/speech/event-channel.ts'
import type { Recognizer, RecognizerEvent } from '../../../server/speech/recognizer.ts'
import { Scripted } from '../../../server/speech/recognizers/scripted.ts'
import { SherpaOffline } from '../../../server/speech/recognizers/sherpa-offline.ts'
import { DEMO_LABELS, demoTurns } from './demo-turns.ts'
import { conformance, type Subject } from './recognizer-conformance.ts'

const MODEL = fileURLToPath(new URL('../../../models/whisper-base-zh', import.meta.url))
const turns = { 8000: await demoTurns(8000), 16000: await demoTurns(16000) } as const

const implementations: Record<string, () => Promise<Recognizer>> = {
  'sherpa offline': () =>
    SherpaOffline.start({ name: 'whisper-base-zh', modelDir: MODEL, threads: 2, onHealth: () => {} }),
  scripted: () => Scripted.start(DEMO_LABELS),
}

describe.each(Object.keys(implementations))('the %s recogniser', (name) => {
  let recognizer: Recognizer
  beforeAll(async () => {
    recognizer = (await implementations[name]?.()) as Recognizer
  })
  afterAll(() => recognizer.close())

  test.each(conformance)('$name', (check) => check.run({ recognizer, turns }))
})

/** A recogniser that does what `answer` says on flush, whatever it hears. */
function fake(
  answer: (send: (event: RecognizerEvent) => void) => void,
  onPush?: RecognizerEvent,
): Recognizer {
  return {
    abilities: { name: 'fake', streaming: false, hotwords: false, confidence: false, scripted: true },
    open() {
      const events = new EventChannel()
      return {
        events,
        push: () => onPush && events.send(onPush),
        flush: () => answer((event) => events.send(event)),
        close: () => events.send({ kind: 'final', text: '还在说' }),
      }
    },
    decodingMs: () => 0,
    close: async () => {},
  }
}

describe('the conformance suite fails', () => {
  const broken: Record<string, { recognizer: Recognizer; fails: RegExp }> = {
    'one that hears the same whatever is said': {
      recognizer: fake((send) => send({ kind: 'final', text: '我认为你。' })),
      fails: /hears the words|keeps two legs apart/,
    },
    'one that gives up': {
      recognizer: fake((send) => send({ kind: 'failed', reason: 'crashed' })),
      fails: /exactly one final/,
    },
    'one that counts too many stable characters': {
      recognizer: fake((send) => send({ kind: 'final', text: '' }), {
        kind: 'partial',
        text: '我',
        stableChars: 9,
        coversToMs: 0,
      }),
      fails: /stable characters/,
    },
    'one that goes on after it was closed': {
      recognizer: fake((send) => send({ kind: 'final', text: '' })),
      fails: /after it was closed/,
    },
    'one that leaves raw bytes in its text': {
      recognizer: fake((send) => send({ kind: 'final', text: '\uE0E6\uE088謝' })),
      fails: /half ones/,
    },
  }

  test.each(Object.entries(broken))('%s', async (_, { recognizer, fails }) => {
    const subject: Subject = { recognizer, turns }
    const checks = conformance.filter(({ name }) => fails.test(name))
    expect(checks.length).toBeGreaterThan(0)
    for (const check of checks) await expect(check.run(subject)).rejects.toThrow()
  })
})

test('a segment that kills its thread is given up after a second try, and the others are not lost', async () => {
  const health: boolean[] = []
  const onHealth = (crashed: boolean) => health.push(crashed)
  const recognizer = await SherpaOffline.start({
    name: 'whisper-base-zh',
    modelDir: MODEL,
    threads: 1,
    onHealth,
  })
  const segment = (sampleRate: LegRate) => {
    const stream = recognizer.open({ role: 'caller', sampleRate, hotwords: [], afterMs: 0 })
    for (const frame of turns[8000][8]?.frames ?? []) stream.push(frame)
    stream.flush()
    return stream
  }
  const poison = segment('a rate that the resampler throws at' as never)
  const good = segment(8000)
  const last = async (events: AsyncIterable<RecognizerEvent>) => {
    let event: RecognizerEvent | undefined
    for await (event of events);
    return event
  }
  expect(await last(poison.events)).toEqual({ kind: 'failed', reason: 'crashed' })
  expect(await last(good.events)).toMatchObject({ kind: 'final', text: expect.stringContaining('有时候') })
  expect(health).toEqual([true, false, true, false])
  await recognizer.close()
})
