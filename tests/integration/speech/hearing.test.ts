import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { throughLine } from '../../../fork/line.ts'
import { hum, noise, ringback, SIGNAL_RATE, silence, tone } from '../../../fork/signals.ts'
import type { LegAnnouncement } from '../../../server/audio/leg.ts'
import type { CallEvent } from '../../../server/call/call-event.ts'
import { CallSession } from '../../../server/call/call-session.ts'
import { EventChannel } from '../../../server/speech/event-channel.ts'
import { HeardLeg } from '../../../server/speech/heard-leg.ts'
import type { Recognizer } from '../../../server/speech/recognizer.ts'
import { VoiceActivity } from '../../../server/speech/voice-activity.ts'
import { ManualClock } from '../../manual-clock.ts'
import { demoTurns } from './demo-turns.ts'

const RATE = 8000
const MODEL = fileURLToPath(new URL('../../../models/silero-vad/silero_vad_v6.onnx', import.meta.url))
const LEG: LegAnnouncement = {
  pbxCall: 'a',
  role: 'caller',
  protocol: 'freeswitch',
  sampleRate: RATE,
  heldMs: 0,
}
const turns = await demoTurns(RATE)
const spoken = Int16Array.from(
  turns[8]?.frames.flatMap(({ samples }) => [...samples]) ?? [],
  (s) => s * 32768,
)

/** Says `text` of whatever it is given, as Whisper does of silence. */
const saying = (text: string): Recognizer => ({
  abilities: { name: 'fake', streaming: false, hotwords: false, confidence: false, scripted: true },
  open() {
    const events = new EventChannel()
    return {
      events,
      push: () => {},
      flush: () => events.send({ kind: 'final', text }),
      close: () => events.close(),
    }
  },
  decodingMs: () => 0,
  close: async () => {},
})

describe('a leg that is listened to', () => {
  let voiceActivity: VoiceActivity
  let lost: string[]
  beforeAll(async () => {
    const endpointing = { silenceMs: 600, maxMs: 12_000 }
    voiceActivity = await VoiceActivity.start({ modelPath: MODEL, endpointing }, () => {})
  })
  afterAll(() => voiceActivity.close())
  beforeEach(() => {
    lost = []
  })

  /** Plays samples into a leg in frames of 20 ms and gives back every event of the call. */
  async function hear(samples: Int16Array, recognizer: Recognizer): Promise<CallEvent[]> {
    const clock = new ManualClock()
    const events: CallEvent[] = []
    const session = CallSession.begin(
      clock,
      [],
      { noticePolicy: 'pbx', recognizer: { name: 'fake', scripted: true } },
      0,
      () =>
        ({ event }) =>
          events.push(event),
    )
    session.append({ kind: 'notice.given', by: 'pbx' })
    const leg = new HeardLeg(
      { clock, voiceActivity, recognizer, onLost: (what) => lost.push(what) },
      session,
      LEG,
    )
    for (let at = 0; at < samples.length; at += 160) {
      leg.write(samples.subarray(at, at + 160))
      clock.advance(20)
    }
    await leg.end()
    return events.slice(2)
  }

  const line = (signal: Float32Array) => throughLine(signal, SIGNAL_RATE, 'alaw', RATE)
  const kinds = (events: readonly CallEvent[]) => events.map(({ kind }) => kind)

  test.each([
    ['silence', line(silence(12))],
    ['exact digital silence', new Int16Array(12 * RATE)],
    ['ringback', line(ringback(12))],
    ['hum', line(hum(12))],
    ['noise', line(noise(12, 1))],
    ['a tone', line(tone(12, 440))],
  ])('%s has no words, whatever the recogniser would make of it', async (_, samples) => {
    const events = await hear(samples, saying('我认为你。'))
    expect(kinds(events)).not.toContain('transcript.final')
    expect(kinds(events)).not.toContain('speech.started')
  })

  test('a turn is one segment with its words, its level and its pace', async () => {
    const events = await hear(spoken, saying('有时候觉得撑不下去'))
    expect(kinds(events)).toEqual(['speech.started', 'speech.ended', 'transcript.final', 'prosody'])
    const [, ended, , prosody] = events
    expect(ended).toMatchObject({ role: 'caller', segmentId: 'c1' })
    if (prosody?.kind !== 'prosody') throw new Error('no prosody')
    expect(prosody.loudnessDb).toBeGreaterThan(-45)
    expect(prosody.charsPerSecond).toBeGreaterThan(1)
  })

  test('more text than anybody can have said in that time is dropped, counted, and shown as sound', async () => {
    const events = await hear(spoken, saying('我们一起来看看这个视频吧。'.repeat(20)))
    expect(kinds(events)).toEqual(['speech.started', 'speech.ended', 'transcript.dropped', 'sound.heard'])
    expect(lost).toEqual(['unsupported-text'])
  })

  test('voice without words is sound that was not understood, never silence', async () => {
    const events = await hear(spoken, saying(''))
    expect(kinds(events)).toEqual(['speech.started', 'speech.ended', 'transcript.dropped', 'sound.heard'])
    expect(lost).toEqual([])
  })

  test('tapping on the handset is heard', async () => {
    const taps = new Int16Array(6 * RATE)
    for (const at of [2, 2.4, 2.8]) taps.fill(9000, at * RATE, at * RATE + 120)
    const events = await hear(taps, saying('我认为你。'))
    expect(kinds(events)).toEqual(['sound.heard'])
    expect(events[0]).toMatchObject({ role: 'caller' })
    if (events[0]?.kind === 'sound.heard') expect(events[0].startMs).toBeCloseTo(2000, -2)
  })

  test('a leg that ends in mid-word loses nothing of it', async () => {
    const events = await hear(spoken.subarray(0, spoken.length >> 1), saying('有时候'))
    expect(kinds(events)).toContain('transcript.final')
  })

  test('the same audio always gives the same events', async () => {
    const once = await hear(spoken, saying('有时候觉得'))
    expect(await hear(spoken, saying('有时候觉得'))).toEqual(once)
  })
})
