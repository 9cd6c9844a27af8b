import { z } from 'zod'
import { GuidanceId } from '../../call/events/guidance-events.ts'
import { protocolEntry, protocolHead, readProtocol, suggested } from '../protocol.ts'

const share = z.number().min(0).max(1)

/** `prompts/protocols/risk-assessment.yaml`. */
export const RiskProtocol = z.strictObject({
  ...protocolHead,
  thresholds: z.strictObject({
    affirm_from: share,
    deny_from: share,
    signal_from: share,
    explicit_from: share,
  }),
  situational: z.array(GuidanceId),
  signals: z.array(GuidanceId),
  may_be_figurative: z.array(GuidanceId),
  scales: z.array(
    z.strictObject({
      id: GuidanceId,
      item: GuidanceId,
      words: z.array(z.string().min(1)),
      min: z.number(),
      max: z.number(),
      worse: z.enum(['high', 'low']),
      decides: z.strictObject({ yes_from: share, no_to: share }).optional(),
    }),
  ),
  items: z
    .array(
      z.strictObject({
        ...protocolEntry,
        ask: z.array(suggested).min(1).max(6),
        after: GuidanceId.optional(),
      }),
    )
    .min(1),
})
export type RiskProtocol = z.infer<typeof RiskProtocol>

export function readRiskProtocol(): Promise<RiskProtocol> {
  return readProtocol('risk-assessment', RiskProtocol)
}
