import type { CallState } from '../../server/call/call-state.ts'

type Role = CallState['open'][number]['role']
type GapReason = CallState['gaps'][number]['reason']

/** A row of the transcript. `key` stays the same while a row grows and when its words become final. */
export type Line =
  | { key: string; kind: 'said'; role: Role; startMs: number; text: string }
  | { key: string; kind: 'open'; role: Role; startMs: number; segmentId: string }
  | { key: string; kind: 'sound'; role: Role; startMs: number; endMs: number }
  | {
      key: string
      kind: 'gap'
      role: Role
      startMs: number
      endMs: number
      lostMs: number
      reason: GapReason
    }
  | { key: string; kind: 'unheard'; reason: 'notice' | 'stopped'; startMs: number; endMs: number }
  | { key: string; kind: 'silence'; startMs: number; endMs: number }

/** A pause shorter than this belongs to speaking. */
const SILENCE_FROM_MS = 5_000
/** Gaps or sounds of one party that are closer than this are one row. */
const JOIN_WITHIN_MS = 2_000
/** Less than this missing costs no words; it is only added up. */
const GAP_FROM_MS = 500

export interface Transcript {
  readonly lines: readonly Line[]
  /** Call time since which nothing at all was heard, if nothing is being heard now. */
  readonly quietSinceMs: number | null
  /** Milliseconds lost in gaps too short for a row. */
  readonly crumbsMs: number
}

/**
 * The rows of a call in the order of their beginning. Silence is what is left between them: where nobody spoke,
 * no sound was heard and nothing was lost. Rows that did not change are taken over from `before`.
 */
export function transcriptOf(state: CallState, before: readonly Line[] = []): Transcript {
  const gaps = joinedGaps(state.gaps)
  const heard: Exclude<Line, { kind: 'silence' }>[] = []
  for (const { segmentId, role, startMs, text } of state.segments) {
    heard.push({ key: segmentId, kind: 'said', role, startMs, text })
  }
  for (const { segmentId, role, startMs } of state.open) {
    heard.push({ key: segmentId, kind: 'open', role, startMs, segmentId })
  }
  for (const gap of gaps) if (gap.lostMs >= GAP_FROM_MS) heard.push(gap)
  heard.push(...joinedSounds(state.sounds))
  heard.push(...unheardRows(state))
  heard.sort((a, b) => a.startMs - b.startMs)

  const endOfSaid = new Map(state.segments.map((s) => [s.segmentId, s.endMs]))
  const known = new Map(before.map((line) => [line.key, line]))
  const lines: Line[] = []
  const add = (line: Line) => {
    const old = known.get(line.key)
    lines.push(old && isSame(old, line) ? old : line)
  }
  let heardUntilMs = 0
  for (const line of heard) {
    const quiet = line.startMs - heardUntilMs >= SILENCE_FROM_MS
    if (quiet && !wasAway(state, heardUntilMs, line.startMs)) add(silence(heardUntilMs, line.startMs))
    add(line)
    const endMs = 'endMs' in line ? line.endMs : (endOfSaid.get(line.key) ?? Number.POSITIVE_INFINITY)
    heardUntilMs = Math.max(heardUntilMs, endMs)
  }
  return {
    lines,
    quietSinceMs: Number.isFinite(heardUntilMs) ? heardUntilMs : null,
    crumbsMs: gaps.reduce((sum, gap) => (gap.lostMs < GAP_FROM_MS ? sum + gap.lostMs : sum), 0),
  }
}

/** The row of the silence that is still going on, or null when it is too short or nobody could have heard it. */
export function presentSilence(state: CallState, quietSinceMs: number | null): Line | null {
  const legs = Object.values(state.legs)
  const isListening =
    state.ended === null &&
    state.consented &&
    state.noticeGiven &&
    legs.length > 0 &&
    legs.every((leg) => leg.connected) &&
    !state.troubles.some((t) => t.part === 'audio' || t.part === 'voice-activity')
  if (!isListening || quietSinceMs === null || state.atMs - quietSinceMs < SILENCE_FROM_MS) return null
  return silence(quietSinceMs, state.atMs)
}

function silence(startMs: number, endMs: number): Line {
  return { key: `quiet-${startMs}`, kind: 'silence', startMs, endMs }
}

function unheardRows({ unheard, atMs }: CallState): Extract<Line, { kind: 'unheard' }>[] {
  return unheard.flatMap(({ reason, startMs, endMs }) =>
    reason === 'away'
      ? []
      : [
          {
            key: `unheard-${reason}-${startMs}`,
            kind: 'unheard',
            reason,
            startMs,
            endMs: endMs ?? atMs,
          } as const,
        ],
  )
}

/** Whether a party's audio was away in some part of a stretch: nobody knows then that it was silent. */
function wasAway({ unheard }: CallState, startMs: number, endMs: number): boolean {
  return unheard.some((u) => u.reason === 'away' && u.startMs < endMs && (u.endMs ?? endMs) > startMs)
}

function joinedGaps(gaps: CallState['gaps']): Extract<Line, { kind: 'gap' }>[] {
  const joined: Extract<Line, { kind: 'gap' }>[] = []
  for (const { role, reason, startMs, endMs } of gaps) {
    const last = joined.findLast((g) => g.role === role && g.reason === reason)
    if (last && startMs - last.endMs < JOIN_WITHIN_MS) {
      last.endMs = Math.max(last.endMs, endMs)
      last.lostMs += endMs - startMs
    } else {
      const key = `gap-${role}-${reason}-${startMs}`
      joined.push({ key, kind: 'gap', role, reason, startMs, endMs, lostMs: endMs - startMs })
    }
  }
  return joined
}

function joinedSounds(sounds: CallState['sounds']): Extract<Line, { kind: 'sound' }>[] {
  const joined: Extract<Line, { kind: 'sound' }>[] = []
  for (const { role, startMs, endMs } of sounds) {
    const last = joined.findLast((s) => s.role === role)
    if (last && startMs - last.endMs < JOIN_WITHIN_MS) last.endMs = Math.max(last.endMs, endMs)
    else joined.push({ key: `sound-${role}-${startMs}`, kind: 'sound', role, startMs, endMs })
  }
  return joined
}

function isSame(a: Line, b: Line): boolean {
  const fields = Object.keys(b) as (keyof Line)[]
  return fields.every((field) => a[field] === b[field])
}
