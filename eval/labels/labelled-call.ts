import { z } from 'zod'
import { ACTION_STATUSES, TICKET_FIELDS } from './ticket-fields.ts'

export const PiiLabel = z.enum([
  ...(['name', 'phone', 'id_number', 'birth_date', 'address', 'school', 'org', 'hospital'] as const),
  ...(['account', 'plate', 'other'] as const),
])
export type PiiLabel = z.infer<typeof PiiLabel>

export const RiskItem = z.enum([
  ...(['ideation', 'intensity', 'hopelessness', 'plan', 'means', 'timing', 'past_attempt'] as const),
  ...(['relative_suicide', 'self_harm', 'in_progress', 'harm_others', 'intoxicated', 'alone'] as const),
  'protective',
])
export type RiskItem = z.infer<typeof RiskItem>

export const RiskAnswer = z.enum([
  'yes',
  'no',
  'unclear',
  'retracted',
  'not_asked',
  'volunteered_yes',
  'volunteered_no',
])
export type RiskAnswer = z.infer<typeof RiskAnswer>

export const SpecialKind = z.enum([
  'silent',
  'chat',
  'sexual_harassment',
  'abuse',
  'repeat',
  'psychosis',
  'third_party',
  'minor',
])
export type SpecialKind = z.infer<typeof SpecialKind>

export const SoundKind = z.enum(['silence', 'crying', 'breathing', 'tapping', 'tone', 'noise'])
export const Party = z.enum(['caller', 'responder'])
export type Party = z.infer<typeof Party>
export const Split = z.enum(['dev', 'test'])
export type Split = z.infer<typeof Split>

const turnNumber = z.int().nonnegative()
const seconds = z.number().nonnegative()
const evidence = z.array(turnNumber).default([])

export const Turn = z.object({ role: Party, start: seconds, end: seconds, text: z.string().min(1) })
export type Turn = z.infer<typeof Turn>

/** A stretch of a turn's text, `[start, end)` in UTF-16 units. */
export const PiiSpan = z.object({ turn: turnNumber, start: turnNumber, end: turnNumber, type: PiiLabel })
export type PiiSpan = z.infer<typeof PiiSpan>

export const RiskLabel = z.object({ asked: evidence, answer: RiskAnswer, evidence })
export type RiskLabel = z.infer<typeof RiskLabel>

export const FieldLabel = z.object({
  value: z.union([z.string().min(1), z.number()]),
  evidence,
  status: z.enum(ACTION_STATUSES).optional(),
})
export type FieldLabel = z.infer<typeof FieldLabel>

const step = turnNumber.nullish()
export const GuidanceLabel = z.object({
  greeting: step,
  notice: step,
  confidentiality: step,
  summary: step,
  feedback: step,
  steps: evidence,
})

/** One line of `calls.jsonl`: a call with what is known to be true of it. The index of a turn is its number. */
export const LabelledCall = z
  .object({
    id: z.string().regex(/^[\w.-]+$/, 'may hold letters, digits, "_", "." and "-" only'),
    split: Split.optional(),
    /** Where it is not said, the careful reading: words of a real call are shown nowhere unless asked for. */
    origin: z.enum(['authored', 'rewritten', 'real']).default('real'),
    turns: z.array(Turn).min(1),
    sounds: z.array(z.object({ role: Party, kind: SoundKind, start: seconds, end: seconds })).default([]),
    /** A file beside `calls.jsonl`: left the caller, right the responder. */
    audio: z.string().optional(),
    pii: z.array(PiiSpan).default([]),
    risk: z.partialRecord(RiskItem, RiskLabel).default({}),
    thirdPartyRisk: z.partialRecord(RiskItem, RiskLabel).default({}),
    special: z.array(SpecialKind).default([]),
    callsThisWeek: z.int().nonnegative().optional(),
    ticket: z.record(z.string(), z.union([FieldLabel, z.array(FieldLabel)])).default({}),
    guidance: GuidanceLabel.default({ steps: [] }),
    level: z.enum(['none', 'low', 'medium', 'high', 'imminent']).optional(),
    /** Slices of the set, for instance `risk/indirect`, `dialect/sichuan`, `recogniser-errors`. */
    tags: z.array(z.string()).default([]),
    notes: z.string().optional(),
  })
  .superRefine((call, context) => {
    const problem = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    const isTurn = (turn: number) => turn < call.turns.length
    const refuseNoTurn = (path: (string | number)[], turns: readonly number[]) => {
      for (const turn of turns)
        if (!isTurn(turn)) problem(path, `names turn ${turn}, but the last turn is ${call.turns.length - 1}`)
    }

    for (const [i, { start, end }] of call.turns.entries())
      if (end < start) problem(['turns', i], 'ends before it starts')
    for (const [i, { start, end }] of call.sounds.entries())
      if (end < start) problem(['sounds', i], 'ends before it starts')
    for (const [i, { turn, start, end }] of call.pii.entries()) {
      const length = call.turns[turn]?.text.length
      if (length === undefined) refuseNoTurn(['pii', i], [turn])
      else if (start >= end || end > length)
        problem(['pii', i], `span [${start}, ${end}) lies outside the ${length} characters of turn ${turn}`)
    }
    for (const about of ['risk', 'thirdPartyRisk'] as const)
      for (const [item, label] of Object.entries(call[about])) {
        refuseNoTurn([about, item, 'asked'], label.asked)
        refuseNoTurn([about, item, 'evidence'], label.evidence)
      }
    for (const [field, labels] of Object.entries(call.ticket)) {
      const known = TICKET_FIELDS[field]
      if (!known) {
        problem(['ticket', field], 'is no field of the ticket')
        continue
      }
      const several = known.holds === 'several'
      if (Array.isArray(labels) !== several) {
        problem(['ticket', field], several ? 'holds a list of values' : 'holds one value, not a list')
        continue
      }
      for (const { value, evidence } of [labels].flat()) {
        refuseNoTurn(['ticket', field], evidence)
        if ('options' in known && !known.options.includes(String(value)))
          problem(['ticket', field], `"${value}" is none of its options`)
        if (known.holds === 'number' && typeof value !== 'number')
          problem(['ticket', field], `"${value}" is no number`)
      }
    }
    for (const [point, turn] of Object.entries(call.guidance))
      refuseNoTurn(['guidance', point], [turn ?? []].flat())
  })
export type LabelledCall = z.infer<typeof LabelledCall>

/** What the labels of a field say, whether it holds one value or several. */
export function labelsOf(call: LabelledCall, field: string): readonly FieldLabel[] {
  return [call.ticket[field] ?? []].flat()
}
