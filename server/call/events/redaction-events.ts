import { z } from 'zod'
import { atMs, SegmentId } from './position.ts'

/**
 * Stored words were redacted again and written anew: a later turn showed that more of them is personal, or a
 * reviewer said so. The event says where, never what.
 */
export const RedactionCorrected = z.object({
  kind: z.literal('redaction.corrected'),
  atMs,
  segmentIds: z.array(SegmentId).min(1),
  by: z.enum(['later-words', 'reviewer']),
})
