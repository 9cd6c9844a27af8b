import { FRAME_MS } from './fork-peer.ts'
import type { Random } from './seeded-random.ts'

/** What a network or a PBX does to a fork. Times are milliseconds of call time, chances are 0–1 per frame. */
export interface Faults {
  /** Chance that a frame never arrives. */
  readonly loss: number
  /** Chance that a frame changes place with the next one. */
  readonly reorder: number
  /** A frame is late by up to this much; as on any stream, what follows waits for it. */
  readonly jitterMs: number
  /** Nothing arrives for a while, then all of it at once. */
  readonly stall: { readonly atMs: number; readonly ms: number } | null
  /** The connection breaks; the call goes on unheard until the fork is attached again, if it ever is. */
  readonly disconnect: { readonly atMs: number; readonly reconnectAfterMs: number | null } | null
}

export const noFaults: Faults = { loss: 0, reorder: 0, jitterMs: 0, stall: null, disconnect: null }

/** `frame` (an index) goes out `at` milliseconds of call time. */
export interface ScheduledFrame {
  readonly at: number
  readonly frame: number
}

/** One connection's stretch of the call. */
export interface Attachment {
  readonly startMs: number
  readonly endMs: number
  readonly ending: 'hang-up' | 'drop'
  readonly frames: readonly ScheduledFrame[]
}

/** A message every 20 ms, as a PBX without trouble sends them. */
export function regularSchedule(frames: number): ScheduledFrame[] {
  return Array.from({ length: frames }, (_, frame) => ({ at: frame * FRAME_MS, frame }))
}

/**
 * What becomes of a regular schedule in a call of `callMs`: one attachment, or two around a disconnection. The
 * same seed gives the same damage.
 */
export function suffer(
  regular: readonly ScheduledFrame[],
  callMs: number,
  faults: Faults,
  random: Random,
): Attachment[] {
  const lost = lose(regular, faults.loss, random)
  const frames = stall(delay(reorder(lost, faults.reorder, random), faults.jitterMs, random), faults.stall)
  const endMs = Math.max(callMs, frames.at(-1)?.at ?? 0)
  return disconnect({ startMs: 0, endMs, ending: 'hang-up', frames }, faults.disconnect)
}

type Schedule = readonly ScheduledFrame[]

function lose(frames: Schedule, chance: number, random: Random): Schedule {
  return chance === 0 ? frames : frames.filter(() => random() >= chance)
}

function reorder(frames: Schedule, chance: number, random: Random): Schedule {
  if (chance === 0) return frames
  const order = frames.map(({ frame }) => frame)
  for (let i = 0; i + 1 < order.length; i++) {
    if (random() < chance) {
      const [first, second] = [order[i] as number, order[i + 1] as number]
      order[i] = second
      order[i + 1] = first
      // A frame moves by one place, however long the luck lasts.
      i++
    }
  }
  return frames.map(({ at }, i) => ({ at, frame: order[i] as number }))
}

function delay(frames: Schedule, jitterMs: number, random: Random): Schedule {
  if (jitterMs === 0) return frames
  let latest = 0
  return frames.map(({ at, frame }) => {
    latest = Math.max(latest, at + random() * jitterMs)
    return { at: latest, frame }
  })
}

function stall(frames: Schedule, fault: Faults['stall']): Schedule {
  if (!fault) return frames
  const end = fault.atMs + fault.ms
  return frames.map(({ at, frame }) => ({ at: at >= fault.atMs && at < end ? end : at, frame }))
}

function disconnect(whole: Attachment, fault: Faults['disconnect']): Attachment[] {
  if (!fault || fault.atMs >= whole.endMs) return [whole]
  const before: Attachment = {
    startMs: 0,
    endMs: fault.atMs,
    ending: 'drop',
    frames: whole.frames.filter(({ at }) => at < fault.atMs),
  }
  if (fault.reconnectAfterMs === null) return [before]
  const startMs = fault.atMs + fault.reconnectAfterMs
  if (startMs >= whole.endMs) return [before]
  return [before, { ...whole, startMs, frames: whole.frames.filter(({ at }) => at >= startMs) }]
}
