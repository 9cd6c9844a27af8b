import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { followCalls } from '../../bench/follow-calls.ts'
import { loadAudio } from '../../fork/audio-source.ts'
import { Pacer } from '../../fork/pacer.ts'
import { playCall } from '../../fork/play-call.ts'
import { prepareFork } from '../../fork/prepare-fork.ts'
import type { LoggedEvent } from '../../server/call/call-event.ts'
import { MASKED_TEXT } from '../../server/redaction/call-redaction.ts'
import { scaledClock } from '../scaled-clock.ts'
import { startService } from './running-service.ts'
import { DEMO_LABELS } from './speech/demo-turns.ts'

const LABELS = JSON.parse(await readFile(DEMO_LABELS, 'utf8')) as { turns: { text: string }[] }
const audio = await loadAudio(
  { kind: 'file', path: fileURLToPath(new URL('../../demo/call/night-shift.flac', import.meta.url)) },
  30,
)

test('words that kill the redaction worker are stored masked, the page is told, and what follows is stored', async () => {
  const worker = new URL('redaction/worker-broken-by-a-name.ts', import.meta.url)
  const clock = scaledClock(12)
  const service = await startService({}, clock, { redactionWorker: worker })
  const following = followCalls(service.pages, 1)
  const played = playCall({
    fork: prepareFork(audio, 'freeswitch', { layout: 'stereo' }),
    target: { host: '127.0.0.1', port: service.freeswitchPort },
    call: 'redaction-outage',
    pacer: new Pacer(clock),
  })
  const [call] = await following
  if (!call) throw new Error('no call came')
  await Promise.all([played, call.ended])
  await service.app.recorded()
  const stored = await service.app.callLog.read(call.callId)
  const metrics = await (await fetch(`${service.pages}metrics`)).text()
  await service.stop()

  const fatal = LABELS.turns.map(({ text }) => text).filter((text) => text.includes('兰'))
  expect(fatal.length).toBeGreaterThan(0)
  const live = texts(call.events)
  expect(texts(stored).slice(-live.length)).toEqual(
    live.map((text) => (text.includes('兰') ? MASKED_TEXT : text)),
  )
  expect(texts(stored)).toContain(MASKED_TEXT)
  const told = call.events.map(({ event }) => event)
  expect(told).toContainEqual(
    expect.objectContaining({ kind: 'system.degraded', part: 'redaction', reason: 'crashed' }),
  )
  expect(told).toContainEqual(expect.objectContaining({ kind: 'system.recovered', part: 'redaction' }))
  expect(metrics).toMatch(/hotline_lost_total\{what="unredactable-text"\} [1-9]/)
})

function texts(log: readonly LoggedEvent[]): string[] {
  return log.flatMap(({ event }) => (event.kind === 'transcript.final' ? [event.text] : []))
}
