import { z } from 'zod'
import { LegRate, LegRole } from '../audio/leg.ts'
import { NoticePolicy } from './events/call-events.ts'
import { GuidanceState } from './events/guidance-events.ts'
import { CriterionMet } from './events/level-events.ts'
import { NudgeState } from './events/nudge-events.ts'
import { SegmentId, span } from './events/position.ts'
import { SpecialState } from './events/special-events.ts'
import { SoundLike } from './events/speech-events.ts'
import { SystemPart } from './events/system-events.ts'

/** A line of the transcript whose words are settled. */
export const Segment = z.object({ segmentId: SegmentId, role: LegRole, ...span, text: z.string() })
export type Segment = z.infer<typeof Segment>

/** A line of the transcript that is still being spoken. */
export const OpenSegment = z.object({
  segmentId: SegmentId,
  role: LegRole,
  startMs: span.startMs,
  text: z.string(),
  stableChars: z.int().nonnegative(),
})
export type OpenSegment = z.infer<typeof OpenSegment>

export const LegState = z.object({ connected: z.boolean(), sampleRate: LegRate })
export const Gap = z.object({
  role: LegRole,
  ...span,
  reason: z.enum(['loss', 'reconnect', 'overrun', 'recognizer']),
})
export const Sound = z.object({ role: LegRole, ...span, like: SoundLike.optional() })
/**
 * A stretch in which nobody could listen, so that it is no silence: before the notice, after 停止转写, or while a
 * party's audio was away. `endMs` is null while it lasts; without a role it is true of the whole call.
 */
export const Unheard = z.object({
  reason: z.enum(['notice', 'stopped', 'away']),
  role: LegRole.optional(),
  startMs: span.startMs,
  endMs: span.endMs.nullable(),
})
export type Unheard = z.infer<typeof Unheard>
export const Trouble = z.object({
  part: SystemPart,
  reason: z.string(),
  role: LegRole.optional(),
  sinceMs: z.int(),
  lost: z.int(),
})

/** The criteria of the site's levels that are met. */
export const LevelState = z.array(CriterionMet)
export type LevelState = z.infer<typeof LevelState>

/** Everything that a page shows of a call; the fold of its events. */
export const CallState = z.object({
  startedAt: z.iso.datetime(),
  /** Call time of the newest event. */
  atMs: z.int().nonnegative(),
  ended: z.enum(['left', 'lost', 'shutdown']).nullable(),
  recognizer: z.object({ name: z.string(), scripted: z.boolean() }),
  noticePolicy: NoticePolicy,
  noticeGiven: z.boolean(),
  /** False after 停止转写, until the caller agreed anew. */
  consented: z.boolean(),
  legs: z.partialRecord(LegRole, LegState),
  segments: z.array(Segment),
  open: z.array(OpenSegment),
  gaps: z.array(Gap),
  sounds: z.array(Sound),
  unheard: z.array(Unheard),
  troubles: z.array(Trouble),
  guidance: GuidanceState,
  special: SpecialState,
  nudges: NudgeState,
  levels: LevelState,
})
export type CallState = z.infer<typeof CallState>

/** Whether words may be shown and stored now (`NOTICE_POLICY` and 停止转写). */
export function mayTranscribe(state: CallState): boolean {
  return state.consented && state.noticeGiven
}

/**
 * Whether a leg may be recognised now. Before the notice is given only the responder's leg is, in memory,
 * so that the notice itself can be heard.
 */
export function mayRecognize(state: CallState, role: LegRole): boolean {
  return state.consented && (state.noticeGiven || role === 'responder')
}
