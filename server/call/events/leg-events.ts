import { z } from 'zod'
import { ForkProtocol, LegRate, LegRole } from '../../audio/leg.ts'
import { atMs, span } from './position.ts'

/** A party's audio began to arrive; `resumed` when the same leg was there before. */
export const LegJoined = z.object({
  kind: z.literal('leg.joined'),
  atMs,
  role: LegRole,
  protocol: ForkProtocol,
  sampleRate: LegRate,
  resumed: z.boolean(),
})

/** A party's connection ended. The call goes on until every leg has been away for the resume time. */
export const LegLeft = z.object({
  kind: z.literal('leg.left'),
  atMs,
  role: LegRole,
  reason: z.enum(['hangup', 'connection-lost', 'idle', 'protocol-error', 'shutdown']),
})

/**
 * A stretch of a leg that nobody transcribed, shown in the transcript at its place.
 * `loss`: never arrived. `reconnect`: the fork was away. `overrun`: arrived, but was overwritten before it was
 * read. `recognizer`: was heard, but the recogniser failed or had no time for it.
 */
export const LegGap = z.object({
  kind: z.literal('leg.gap'),
  atMs,
  role: LegRole,
  ...span,
  reason: z.enum(['loss', 'reconnect', 'overrun', 'recognizer']),
})
