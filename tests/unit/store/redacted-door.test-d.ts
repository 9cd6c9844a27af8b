import type { LoggedEvent } from '../../../server/call/call-event.ts'
import type { Redacted } from '../../../server/redaction/redacted.ts'
import type { CallLog } from '../../../server/store/call-log.ts'

// Checked by `tsc`, never run: only what redaction made can be appended to the log. Each line that is marked as an
// error must be one, or the check fails.

declare const log: CallLog
declare const unredacted: LoggedEvent
declare const redacted: Redacted<LoggedEvent>
declare const text: string
const words = {
  kind: 'transcript.final',
  atMs: 1,
  role: 'caller',
  segmentId: 'c1',
  startMs: 0,
  endMs: 1,
} as const

export async function appends() {
  await log.append('call', [redacted])

  // @ts-expect-error an event that did not go through the door
  await log.append('call', [unredacted])
  // @ts-expect-error nor beside one that did
  await log.append('call', [redacted, unredacted])
  // @ts-expect-error nor one made up on the spot
  await log.append('call', [{ seq: 1, event: { ...words, text } }])
  // @ts-expect-error nor the mere event of one that did
  await log.append('call', [{ seq: 1, event: redacted.event }])
  // @ts-expect-error nor its words
  await log.append('call', [redacted.event])
  // @ts-expect-error nor a copy of one with other words
  await log.append('call', [{ ...redacted, event: { ...words, text } }])
  // @ts-expect-error nor something redacted of another shape
  await log.append('call', [{} as Redacted<{ text: string }>])
}

export async function rewrites() {
  await log.rewrite('call', [redacted])

  // @ts-expect-error an event that did not go through the door
  await log.rewrite('call', [unredacted])
  // @ts-expect-error nor a copy of one with other words
  await log.rewrite('call', [{ ...redacted, event: { ...words, text } }])
}
