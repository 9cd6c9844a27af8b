import type { LoggedEvent } from '../../../server/call/call-event.ts'
import type { Redaction } from '../../../server/call/events/transcript-events.ts'

/** A spoken segment, whose words can be told from its number. */
export function spoken(
  seq: number,
  text = `第${seq}句，今天过得怎么样？`,
  redactions?: Redaction[],
): LoggedEvent {
  const span = { startMs: seq * 100, endMs: seq * 100 + 80 }
  const event = {
    kind: 'transcript.final',
    atMs: seq * 100 + 90,
    role: 'caller',
    segmentId: `c${seq}`,
    ...span,
  } as const
  return { seq, event: { ...event, text, confidence: 0.5, ...(redactions && { redactions }) } }
}

export function ended(seq: number, atMs: number): LoggedEvent {
  return { seq, event: { kind: 'call.ended', atMs, reason: 'left' } }
}
