import { z } from 'zod'
import { LegRole } from '../../audio/leg.ts'
import { atMs } from './position.ts'

/** The parts whose health a responder sees. */
export const SystemPart = z.enum(['audio', 'voice-activity', 'recognizer', 'redaction', 'store'])
export type SystemPart = z.infer<typeof SystemPart>

/** A part works badly or not at all. The call goes on; `lost` counts what will be missing because of it. */
export const SystemDegraded = z.object({
  kind: z.literal('system.degraded'),
  atMs,
  part: SystemPart,
  reason: z.enum(['no-frames', 'crashed', 'overloaded', 'unreachable', 'failed']),
  role: LegRole.optional(),
  lost: z.int().nonnegative().optional(),
})

export const SystemRecovered = z.object({
  kind: z.literal('system.recovered'),
  atMs,
  part: SystemPart,
  role: LegRole.optional(),
})
