import { z } from 'zod'
import { Clause, Evidence, RuleSource, Wording } from './guidance-events.ts'
import { atMs } from './position.ts'

/** Names one occasion of a nudge: the rule, and where it can come again, the call time that it is about. */
export const NudgeKey = z.string().regex(/^[a-z][a-z0-9_.:-]{0,79}(@\d+)?$/)

const nudge = {
  key: NudgeKey,
  source: RuleSource,
  severity: z.int().min(0).max(100),
  /** It passes by the rule of one nudge at a time, cannot be snoozed, and stays until it is acknowledged. */
  stays: z.boolean(),
  label: Wording,
  clause: Clause,
  /** It rests on one site's published practice, not on the guide. */
  practice: z.boolean(),
  evidence: z.array(Evidence),
  /** How long 稍后提醒 puts it off. */
  snoozeMs: z.int().positive(),
}

/** The responder's attention is asked for. At most one at a time, but for those that stay. */
export const NudgeShown = z.object({ kind: z.literal('nudge.shown'), atMs, ...nudge })
/** Its reason passed, or a more severe one took its place. */
export const NudgeWithdrawn = z.object({ kind: z.literal('nudge.withdrawn'), atMs, key: NudgeKey })
/** 稍后提醒. Has no effect on one that stays. */
export const NudgeSnoozed = z.object({
  kind: z.literal('nudge.snoozed'),
  atMs,
  key: NudgeKey,
  untilMs: z.int().nonnegative(),
  by: z.literal('responder'),
})
/** 知道了: it does not come again. */
export const NudgeAcknowledged = z.object({
  kind: z.literal('nudge.acknowledged'),
  atMs,
  key: NudgeKey,
  by: z.literal('responder'),
})
/** What the page says once the call is over, for instance that a pause would do good. */
export const NudgeAfterCall = z.object({
  kind: z.literal('nudge.after-call'),
  atMs,
  ...{ key: NudgeKey, source: RuleSource, label: Wording, clause: Clause },
})

export const Nudge = z.object({ ...nudge, atMs })
export type Nudge = z.infer<typeof Nudge>

export const NudgeState = z.object({
  shown: z.array(Nudge),
  snoozed: z.array(z.object({ key: NudgeKey, untilMs: z.int() })),
  acknowledged: z.array(NudgeKey),
  afterCall: z.array(NudgeAfterCall.omit({ kind: true, atMs: true })),
})
export type NudgeState = z.infer<typeof NudgeState>
