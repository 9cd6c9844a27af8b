import { z } from 'zod'
import { GuidanceId, ProtocolId } from '../../call/events/guidance-events.ts'
import { protocolEntry, protocolHead, readProtocol } from '../protocol.ts'
import { phraseList } from './cue.ts'
import type { PhraseWords } from './phrase.ts'
import { RiskCondition } from './risk-condition.ts'

/** When a nudge is due; one of these. */
const When = z.union([
  /** Something is known of the risk. */
  z.strictObject({ risk: RiskCondition }),
  /** The caller may have stopped responding. */
  z.strictObject({ lost: z.literal(true) }),
  /** A timer has come to a mark; the mark says what to do. */
  z.strictObject({ mark: z.strictObject({ protocol: ProtocolId, timer: GuidanceId }) }),
  /** Items of the risk assessment are still open after so long. */
  z.strictObject({
    open: z.strictObject({ items: z.array(GuidanceId).min(1), minutes: z.number().positive() }),
  }),
  /** The responder begins to end the call. */
  z.strictObject({ ending: z.enum(['silent-too-early', 'ideation-open']) }),
  /** The call has lasted so long. */
  z.strictObject({ minutes: z.number().positive() }),
])

/** `prompts/protocols/nudges.yaml`. */
function nudgesSchema(words: PhraseWords) {
  return z.strictObject({
    ...protocolHead,
    snoozeMinutes: z.number().positive(),
    ending: z.strictObject({ seconds: z.number().positive(), says: phraseList(words) }),
    nudges: z
      .array(
        z.strictObject({
          ...protocolEntry,
          severity: z.int().min(0).max(100),
          stays: z.boolean(),
          on: z.boolean(),
          practice: z.boolean(),
          when: When,
        }),
      )
      .min(1),
    afterCall: z.array(z.strictObject({ ...protocolEntry, when: RiskCondition })),
  })
}
export type NudgeRules = z.infer<ReturnType<typeof nudgesSchema>>
export type NudgeRule = NudgeRules['nudges'][number]

export function readNudgeRules(words: PhraseWords): Promise<NudgeRules> {
  return readProtocol('nudges', nudgesSchema(words))
}
