import type { CallState } from '../../call/call-state.ts'

interface Stretch {
  readonly startMs: number
  readonly endMs: number
}

/** How much of a stretch of call time the caller could be heard in: not before the notice, not while away or lost. */
export function heardMs(state: CallState, startMs: number, endMs: number): number {
  return endMs - startMs - covered(deafTo(state, endMs), startMs, endMs)
}

/** As `heardMs`, without the time in which the responder spoke. */
export function quietMs(state: CallState, startMs: number, endMs: number): number {
  const spoken = [
    ...state.segments.filter((said) => said.role === 'responder' && said.endMs > startMs),
    ...state.open
      .filter(({ role }) => role === 'responder')
      .map((said) => ({ startMs: said.startMs, endMs })),
  ]
  return endMs - startMs - covered([...deafTo(state, endMs), ...spoken], startMs, endMs)
}

/** Whether the caller is being heard right now: connected, the notice given, audio arriving. */
export function isHeard(state: CallState): boolean {
  return (
    state.ended === null &&
    state.legs.caller?.connected === true &&
    !state.unheard.some(({ role, endMs }) => endMs === null && (role ?? 'caller') === 'caller') &&
    !state.troubles.some(
      ({ part, role }) => (part === 'audio' || part === 'voice-activity') && (role ?? 'caller') === 'caller',
    )
  )
}

/** Whether the caller's voice is on the line now; its words, if it has any, are not known yet. */
export function isSpeaking({ open }: CallState): boolean {
  return open.some(({ role }) => role === 'caller')
}

/** Whether the caller has said a word. */
export function hasSpoken({ segments }: CallState): boolean {
  return segments.some(({ role }) => role === 'caller')
}

/** Segments overlap by a few at most: what ended last is among this many. */
const LAST_FEW = 10

/** When the caller's last words ended, 0 where there are none. */
export function lastWordsMs({ segments }: CallState): number {
  const last: number[] = []
  for (let i = segments.length - 1; i >= 0 && last.length < LAST_FEW; i--) {
    const segment = segments[i]
    if (segment?.role === 'caller') last.push(segment.endMs)
  }
  return Math.max(0, ...last)
}

/** Sounds of the caller's that are no line noise, the newest last. Where nobody can tell, it may be the caller. */
export function presence({ sounds }: CallState) {
  return sounds.filter(({ role, like }) => role === 'caller' && like !== 'noise' && like !== 'tone')
}

function deafTo({ unheard, gaps }: CallState, nowMs: number): Stretch[] {
  return [
    ...unheard
      .filter(({ role }) => (role ?? 'caller') === 'caller')
      .map(({ startMs, endMs }) => ({ startMs, endMs: endMs ?? nowMs })),
    ...gaps.filter(({ role }) => role === 'caller'),
  ]
}

/** How much of `[startMs, endMs)` some stretch covers; where several do, once. */
function covered(stretches: readonly Stretch[], startMs: number, endMs: number): number {
  const inside = stretches
    .map((one) => ({ startMs: Math.max(startMs, one.startMs), endMs: Math.min(endMs, one.endMs) }))
    .filter((one) => one.endMs > one.startMs)
    .sort((a, b) => a.startMs - b.startMs)
  let sum = 0
  let toMs = startMs
  for (const one of inside) {
    sum += Math.max(0, one.endMs - Math.max(toMs, one.startMs))
    toMs = Math.max(toMs, one.endMs)
  }
  return sum
}
