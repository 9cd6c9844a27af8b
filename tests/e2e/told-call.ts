import type { CallEvent } from '../../server/call/call-event.ts'

type Role = 'caller' | 'responder' | 'mixed'

/** Both parties connected, the notice given: what a call looks like before anybody spoke. */
export function connected(): CallEvent[] {
  return [...(['caller', 'responder'] as const).map((role) => joined(role)), notice()]
}

export function joined(role: Role, atMs = 0, resumed = false): CallEvent {
  return { kind: 'leg.joined', atMs, role, protocol: 'freeswitch', sampleRate: 8000, resumed }
}

export function notice(atMs = 0): CallEvent {
  return { kind: 'notice.given', atMs, by: 'pbx' }
}

export function speaks(segmentId: string, startMs: number): CallEvent {
  return { kind: 'speech.started', atMs: startMs, role: roleOf(segmentId), segmentId, startMs }
}

export function partial(
  segmentId: string,
  startMs: number,
  endMs: number,
  text: string,
  stableChars = 0,
): CallEvent {
  const role = roleOf(segmentId)
  return { kind: 'transcript.partial', atMs: endMs, role, segmentId, startMs, endMs, text, stableChars }
}

export function final(segmentId: string, startMs: number, endMs: number, text: string): CallEvent {
  return { kind: 'transcript.final', atMs: endMs, role: roleOf(segmentId), segmentId, startMs, endMs, text }
}

/** A segment from beginning to end. */
export function said(segmentId: string, startMs: number, endMs: number, text: string): CallEvent[] {
  return [speaks(segmentId, startMs), final(segmentId, startMs, endMs, text)]
}

function roleOf(segmentId: string): Role {
  return segmentId.startsWith('c') ? 'caller' : segmentId.startsWith('r') ? 'responder' : 'mixed'
}
