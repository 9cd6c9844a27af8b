import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../server/audio/clock.ts'
import type { CallEvent } from '../../../server/call/call-event.ts'
import { type RunningService, startService } from '../running-service.ts'

let service: RunningService
beforeEach(async () => {
  // Nothing is found, so that there is something to miss.
  const redactionWorker = new URL('blind-worker.ts', import.meta.url)
  service = await startService({}, systemClock, { redactionWorker })
})
afterEach(() => service.stop())

test('what a reviewer marks as missed is gone from the stored call, is told in its log, and is counted', async () => {
  const callId = await storedCall('我女儿佳慧在读书', '佳慧不理我')
  const segmentId = (await finals(callId))[0]?.segmentId ?? ''
  const correction = { kind: 'missed', segmentId, start: 3, end: 5, type: 'name' }
  expect(await post(callId, correction)).toEqual([200, { segments: 2 }])

  const events = (await service.app.callLog.read(callId)).map(({ event }) => event)
  expect(events.flatMap((event) => ('text' in event ? event.text : []))).toEqual([
    '我女儿[姓名1]在读书',
    '[姓名1]不理我',
  ])
  expect(events.at(-1)).toMatchObject({ kind: 'redaction.corrected', by: 'reviewer' })
  const noted = await readFile(join(service.dataDir, 'redaction-corrections.jsonl'), 'utf8')
  expect(JSON.parse(noted)).toEqual({
    kind: 'missed',
    type: 'name',
    before: '我女儿',
    form: '字字',
    after: '在读书',
  })
  const metrics = await (await fetch(`${service.pages}metrics`)).text()
  expect(metrics).toContain('hotline_redaction_corrections_total{kind="missed"} 1')
})

test.each([
  ['of a call that is not there', { kind: 'missed', segmentId: 'c1', start: 0, end: 1, type: 'name' }, 404],
  ['without a place', { kind: 'missed', segmentId: 'c1', type: 'name' }, 400],
  ['of an unknown type', { kind: 'missed', segmentId: 'c1', start: 0, end: 1, type: 'face' }, 400],
])('a correction %s is refused', async (_, correction, status) => {
  expect((await post(crypto.randomUUID(), correction))[0]).toBe(status)
})

async function post(callId: string, correction: object): Promise<[number, unknown]> {
  const answer = await fetch(`${service.pages}api/calls/${callId}/redaction-corrections`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(correction),
  })
  return [answer.status, await answer.json()]
}

async function finals(callId: string): Promise<Extract<CallEvent, { kind: 'transcript.final' }>[]> {
  const events = (await service.app.callLog.read(callId)).map(({ event }) => event)
  return events.filter((event) => event.kind === 'transcript.final')
}

/** A call in which these words were said, ended and written. */
async function storedCall(...words: string[]): Promise<string> {
  const leg = service.app.calls.join({
    pbxCall: 'a',
    role: 'caller',
    protocol: 'freeswitch',
    sampleRate: 8000,
    heldMs: 0,
  })
  if ('refused' in leg) throw new Error(leg.refused)
  const session = service.app.calls.session(service.app.calls.list()[0]?.callId ?? '')
  if (!session) throw new Error('no call')
  for (const text of words)
    session.append({
      kind: 'transcript.final',
      role: 'caller',
      segmentId: `c${session.nextSegment()}`,
      startMs: 1,
      endMs: 2,
      text,
    })
  session.append({ kind: 'call.ended', reason: 'left' })
  await service.app.recorded()
  return session.callId
}
