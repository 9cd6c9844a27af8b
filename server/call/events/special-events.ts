import { z } from 'zod'
import { Evidence, GuidanceId, RuleSource, Wording } from './guidance-events.ts'
import { atMs, span } from './position.ts'
import { SoundLike } from './speech-events.ts'

/** The kinds of call that the guide treats apart; each is a file `prompts/protocols/special-KIND.yaml`. */
export const SpecialKind = z.enum([
  ...(['silent', 'chat', 'sexual_harassment', 'abuse', 'repeat', 'psychosis', 'third_party'] as const),
  ...(['minor', 'public_danger', 'infectious', 'information', 'high_risk'] as const),
])
export type SpecialKind = z.infer<typeof SpecialKind>

/** How often this number called in the last seven days, this call included, by keyed hash. A number is not a person. */
export const CallerHistory = z.object({
  kind: z.literal('caller.history'),
  atMs,
  callsThisWeek: z.int().nonnegative(),
})

/** What a suggestion rests on beside words: a stretch of silence, a sound, how often the number called. */
const Ground = z.discriminatedUnion('what', [
  z.object({ what: z.literal('silence'), ...span }),
  z.object({ what: z.literal('sound'), like: SoundLike.nullable(), ...span }),
  z.object({ what: z.literal('calls-this-week'), count: z.int() }),
])

const suggestion = {
  special: SpecialKind,
  source: RuleSource,
  confidence: z.number().min(0).max(1),
  evidence: z.array(Evidence),
  grounds: z.array(Ground),
  /** What the card says before anything else, for instance that a number is not a person. */
  note: Wording.nullable(),
  /** The label is a question to the responder until this step of the protocol was tried. */
  questionUntil: GuidanceId.nullable(),
}

/** The call looks like one of these. A suggestion: the responder confirms, changes or dismisses it. */
export const SpecialSuggested = z.object({ kind: z.literal('special.suggested'), atMs, ...suggestion })

/** The responder says what kind of call this is; `insteadOf` is the label that it takes the place of. */
export const SpecialConfirmed = z.object({
  kind: z.literal('special.confirmed'),
  atMs,
  special: SpecialKind,
  insteadOf: SpecialKind.nullable(),
  by: z.literal('responder'),
})

/** The responder says that it is not. It is not suggested again in this call. */
export const SpecialDismissed = z.object({
  kind: z.literal('special.dismissed'),
  atMs,
  special: SpecialKind,
  by: z.literal('responder'),
})

/** A label as the state holds it. `suggested` is null where the responder named it unasked. */
export const SpecialReading = z.object({
  special: SpecialKind,
  status: z.enum(['suggested', 'confirmed', 'dismissed']),
  sinceMs: z.int().nonnegative(),
  suggested: z.object({ ...suggestion, atMs }).nullable(),
})
export type SpecialReading = z.infer<typeof SpecialReading>

export const TimerMark = z.object({ mark: GuidanceId, afterMs: z.int().nonnegative(), label: Wording })
export type TimerMark = z.infer<typeof TimerMark>

const timer = {
  /** `rule` names the timer within its protocol. */
  source: RuleSource,
  label: Wording,
  sinceMs: z.int().nonnegative(),
  marks: z.array(TimerMark).max(12),
  /** Marks that the call has come to. */
  reached: z.array(z.object({ mark: GuidanceId, atMs })),
  /** A sound of the caller's that keeps the last mark from being reached. */
  heldBy: z.object({ like: SoundLike.nullable(), ...span }).nullable(),
  stopped: z.enum(['word', 'tapping', 'risk', 'dismissed']).nullable(),
}

/** All that is known of a timer now. Written only when something of it changed; pages count the seconds themselves. */
export const GuidanceTimer = z.object({ kind: z.literal('guidance.timer'), atMs, ...timer })
export const TimerReading = z.object(timer)
export type TimerReading = z.infer<typeof TimerReading>

/**
 * 可能失去反应: after thoughts, a plan or an act were disclosed, nothing is heard of the caller any more. `evidence` is
 * the disclosure. Never the protocol of a silent caller, never a reason to end.
 */
export const ResponseLost = z.object({
  kind: z.literal('response.lost'),
  atMs,
  source: RuleSource,
  sinceMs: z.int().nonnegative(),
  evidence: z.array(Evidence),
})
/** The caller was heard again. */
export const ResponseBack = z.object({ kind: z.literal('response.back'), atMs })

/** What special callers, and their timers, show of a call. */
export const SpecialState = z.object({
  callsThisWeek: z.int().nullable(),
  callers: z.array(SpecialReading),
  timers: z.array(TimerReading),
  lost: ResponseLost.pick({ sinceMs: true, evidence: true }).nullable(),
})
export type SpecialState = z.infer<typeof SpecialState>
