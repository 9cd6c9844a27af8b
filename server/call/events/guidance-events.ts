import { z } from 'zod'
import { atMs, SegmentId } from './position.ts'

/** Names a protocol: its file in `prompts/protocols/` without the ending. */
export const ProtocolId = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/)
/** Names an item, step, rule or signal within its protocol. */
export const GuidanceId = z.string().regex(/^[a-z][a-z0-9_.:-]{0,79}$/)

/** What proposed an event: a rule of a protocol, in the version that was in force. */
export const RuleSource = z.object({ protocol: ProtocolId, version: z.int().positive(), rule: GuidanceId })
export type RuleSource = z.infer<typeof RuleSource>

/** The words that a proposal rests on: `[start, end)` in UTF-16 units of a segment's text. */
export const Evidence = z.object({
  segmentId: SegmentId,
  start: z.int().nonnegative(),
  end: z.int().positive(),
})
export type Evidence = z.infer<typeof Evidence>

/** Whom an item is about: the one who calls, or somebody the caller speaks of. */
export const Whose = z.enum(['caller', 'third_party'])
export type Whose = z.infer<typeof Whose>

/**
 * Where an item stands. `unanswered`: asked, but deflected or ambiguous. `denied` says that the caller said no, and
 * nothing about the risk. `contradictory`: admitted and taken back.
 */
export const ItemState = z.enum(['open', 'unanswered', 'denied', 'affirmed', 'contradictory'])
export type ItemState = z.infer<typeof ItemState>

/** Text on screen, Chinese first. */
export const Wording = z.object({ zh: z.string().min(1).max(400), en: z.string().min(1).max(800) })
export type Wording = z.infer<typeof Wording>

/** The rule that an item comes from, quoted. */
export const Clause = z.object({
  source: z.string().min(1).max(100),
  section: z.string().min(1).max(60).optional(),
  text: z.string().min(1).max(600),
})
export type Clause = z.infer<typeof Clause>

/**
 * An item of a protocol as a page shows it. `after`: it belongs on the list once that item was affirmed. `within`: it is
 * part of that item, as a greeting is of the first stage of a call.
 */
export const ProtocolItem = z.object({
  item: GuidanceId,
  label: Wording,
  ask: z.array(Wording).max(6),
  clause: Clause,
  after: GuidanceId.optional(),
  within: GuidanceId.optional(),
})
export type ProtocolItem = z.infer<typeof ProtocolItem>

/** A protocol is in force from here on, with what it shows: a replay shows the wording of its own day. */
export const GuidanceOpened = z.object({
  kind: z.literal('guidance.opened'),
  atMs,
  protocol: ProtocolId,
  version: z.int().positive(),
  title: Wording,
  items: z.array(ProtocolItem).max(60),
})

/** A number that a caller gave on a scale, as it was said, never converted; 六七十 goes from `value` to `upTo`. */
export const Rating = z.object({
  scale: GuidanceId,
  value: z.number(),
  upTo: z.number(),
  min: z.number(),
  max: z.number(),
  /** Which end is worse. */
  worse: z.enum(['high', 'low']),
  evidence: Evidence,
})
export type Rating = z.infer<typeof Rating>

/** What an answer or an unasked remark says of an item, with the words. */
export const ItemEvidence = z.object({ ...Evidence.shape, says: z.enum(['yes', 'no', 'unclear']) })
export type ItemEvidence = z.infer<typeof ItemEvidence>

const item = {
  source: RuleSource,
  item: GuidanceId,
  whose: Whose,
  state: ItemState,
  /** The caller said so without being asked. */
  volunteered: z.boolean(),
  /** `admitted`: a denial came before the admission. `taken-back`: an admission came before the denial. */
  turned: z.enum(['admitted', 'taken-back']).nullable(),
  /** The segments in which the responder asked it, in the order of speaking. */
  asked: z.array(SegmentId),
  evidence: z.array(ItemEvidence),
  ratings: z.array(Rating),
  confidence: z.number().min(0).max(1),
}

/** All that is known of an item of the assessment now. Written only when something of it changed. */
export const GuidanceItem = z.object({ kind: z.literal('guidance.item'), atMs, ...item })

/** An item as the state holds it. */
export const ItemReading = z.object(item)
export type ItemReading = z.infer<typeof ItemReading>

const step = {
  source: RuleSource,
  step: GuidanceId,
  evidence: z.array(Evidence).min(1),
  confidence: z.number().min(0).max(1),
}

/** The responder did a step of a protocol (greeting, summary, a step for a special caller …). */
export const GuidanceStep = z.object({ kind: z.literal('guidance.step'), atMs, ...step })

/** A step as the state holds it; `atMs` is the call time at which it was recognised. */
export const StepDone = z.object({ ...step, atMs })
export type StepDone = z.infer<typeof StepDone>

const stage = {
  source: RuleSource,
  stage: GuidanceId,
  evidence: z.array(Evidence).min(1),
  confidence: z.number().min(0).max(1),
}

/** The call seems to be in another stage of its protocol from here on. It may go back. */
export const GuidanceStage = z.object({ kind: z.literal('guidance.stage'), atMs, ...stage })

/** The stage in which the call is now; `atMs` is the call time at which that was recognised. */
export const StageNow = z.object({ ...stage, atMs })
export type StageNow = z.infer<typeof StageNow>

const signal = {
  source: RuleSource,
  signal: GuidanceId,
  /** The items of the assessment that it raises. */
  items: z.array(GuidanceId),
  whose: Whose,
  evidence: z.array(Evidence).min(1),
  confidence: z.number().min(0).max(1),
}

/** A caller said unasked what bears on the risk. It raises attention, and never closes anything. */
export const RiskSignal = z.object({ kind: z.literal('risk.signal'), atMs, ...signal })

/** A signal as the state holds it; `atMs` is the call time at which it was recognised. */
export const SignalHeard = z.object({ ...signal, atMs })
export type SignalHeard = z.infer<typeof SignalHeard>

/** What guidance shows of a call. */
export const GuidanceState = z.object({
  protocols: z.array(GuidanceOpened.pick({ protocol: true, version: true, title: true, items: true })),
  items: z.array(ItemReading),
  /** The items as an earlier process left them, before the words were redacted: nothing of them is lost. */
  left: z.array(ItemReading),
  steps: z.array(StepDone),
  /** Null until something of a stage was heard. */
  stage: StageNow.nullable(),
  signals: z.array(SignalHeard),
})
export type GuidanceState = z.infer<typeof GuidanceState>
