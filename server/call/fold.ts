import type { CallEvent, EventOf } from './call-event.ts'
import type { CallState, Unheard } from './call-state.ts'
import { foldGuidance } from './fold-guidance.ts'
import { foldCriteria, foldNudges, foldSpecial } from './fold-special.ts'

/** The state that the first event of a call makes. */
export function begin(started: EventOf<'call.started'>): CallState {
  return {
    startedAt: started.startedAt,
    atMs: started.atMs,
    ended: null,
    recognizer: started.recognizer,
    noticePolicy: started.noticePolicy,
    noticeGiven: false,
    consented: true,
    legs: {},
    segments: [],
    open: [],
    gaps: [],
    sounds: [],
    unheard: [{ reason: 'notice', startMs: started.atMs, endMs: null }],
    troubles: [],
    guidance: { protocols: [], items: [], left: [], steps: [], stage: null, signals: [] },
    special: { callsThisWeek: null, callers: [], timers: [], lost: null },
    nudges: { shown: [], snoozed: [], acknowledged: [], afterCall: [] },
    levels: [],
  }
}

/** One event further. Pure: the old state is left as it was, and the same events always give the same state. */
export function fold(state: CallState, event: CallEvent): CallState {
  const next = { ...state, atMs: Math.max(state.atMs, event.atMs) }
  switch (event.kind) {
    case 'call.started':
    case 'clock.tick':
    case 'prosody':
    case 'redaction.corrected':
    case 'seal.made':
    case 'seal.opened':
    case 'speech.ended':
      return next
    case 'call.resumed':
      return {
        ...next,
        open: [],
        legs: disconnected(state.legs),
        troubles: [],
        guidance: { ...state.guidance, left: state.guidance.items },
      }
    case 'call.ended':
      return { ...next, ended: event.reason, open: [], legs: disconnected(state.legs) }
    case 'leg.joined':
      return {
        ...next,
        legs: { ...state.legs, [event.role]: { connected: true, sampleRate: event.sampleRate } },
        // What was missed while it was away is told as a gap.
        unheard: state.unheard.filter((u) => u.role !== event.role || u.endMs !== null),
      }
    case 'leg.left': {
      const leg = state.legs[event.role]
      if (!leg) return next
      return {
        ...next,
        legs: { ...state.legs, [event.role]: { ...leg, connected: false } },
        unheard: [...state.unheard, { reason: 'away', role: event.role, startMs: event.atMs, endMs: null }],
      }
    }
    case 'leg.gap':
      return {
        ...next,
        gaps: [
          ...state.gaps,
          { role: event.role, startMs: event.startMs, endMs: event.endMs, reason: event.reason },
        ],
      }
    case 'notice.given':
      return { ...next, noticeGiven: true, unheard: heardAgain(state.unheard, 'notice', event.atMs) }
    case 'consent.changed': {
      if (event.granted)
        return { ...next, consented: true, unheard: heardAgain(state.unheard, 'stopped', event.atMs) }
      const stopped: Unheard = { reason: 'stopped', startMs: event.atMs, endMs: null }
      return { ...next, consented: false, open: [], unheard: [...state.unheard, stopped] }
    }
    case 'speech.started':
      return {
        ...next,
        open: [
          ...state.open,
          { segmentId: event.segmentId, role: event.role, startMs: event.startMs, text: '', stableChars: 0 },
        ],
      }
    case 'sound.heard': {
      const { role, startMs, endMs, like } = event
      const sound = { role, startMs, endMs, ...(like && { like }) }
      const others = state.sounds.filter((s) => s.role !== event.role || s.startMs !== event.startMs)
      return { ...next, sounds: [...others, sound] }
    }
    case 'transcript.partial':
      return {
        ...next,
        open: state.open.map((s) =>
          s.segmentId === event.segmentId ? { ...s, text: event.text, stableChars: event.stableChars } : s,
        ),
      }
    case 'transcript.final': {
      const { segmentId, role, startMs, endMs, text } = event
      const after = state.segments.findLastIndex((s) => s.startMs <= startMs) + 1
      return {
        ...next,
        open: state.open.filter((s) => s.segmentId !== segmentId),
        segments: state.segments.toSpliced(after, 0, { segmentId, role, startMs, endMs, text }),
      }
    }
    case 'transcript.dropped':
      return { ...next, open: state.open.filter((s) => s.segmentId !== event.segmentId) }
    case 'guidance.opened':
    case 'guidance.item':
    case 'guidance.step':
    case 'guidance.stage':
    case 'risk.signal':
      return { ...next, guidance: foldGuidance(state.guidance, event) }
    case 'caller.history':
    case 'special.suggested':
    case 'special.confirmed':
    case 'special.dismissed':
    case 'guidance.timer':
    case 'response.lost':
    case 'response.back':
      return { ...next, special: foldSpecial(state.special, event) }
    case 'nudge.shown':
    case 'nudge.withdrawn':
    case 'nudge.snoozed':
    case 'nudge.acknowledged':
    case 'nudge.after-call':
      return { ...next, nudges: foldNudges(state.nudges, event) }
    case 'level.criterion':
      return { ...next, levels: foldCriteria(state.levels, event) }
    case 'system.degraded': {
      const { part, reason, role, lost = 0 } = event
      const before = state.troubles.find((t) => t.part === part && t.role === role)
      const trouble = {
        part,
        reason,
        ...(role && { role }),
        sinceMs: before?.sinceMs ?? event.atMs,
        lost: (before?.lost ?? 0) + lost,
      }
      return { ...next, troubles: [...state.troubles.filter((t) => t !== before), trouble] }
    }
    case 'system.recovered':
      return {
        ...next,
        troubles: state.troubles.filter((t) => t.part !== event.part || t.role !== event.role),
      }
  }
}

function disconnected(legs: CallState['legs']): CallState['legs'] {
  return Object.fromEntries(Object.entries(legs).map(([role, leg]) => [role, { ...leg, connected: false }]))
}

function heardAgain(unheard: readonly Unheard[], reason: Unheard['reason'], atMs: number): Unheard[] {
  return unheard
    .map((u) => (u.reason === reason && u.endMs === null ? { ...u, endMs: atMs } : u))
    .filter((u) => u.endMs !== u.startMs)
}
