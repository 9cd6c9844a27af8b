import { z } from 'zod'
import { LegRole } from '../../audio/leg.ts'
import { atMs, SegmentId, span } from './position.ts'

/**
 * Words so far, for the screen only: never stored. The first `stableChars` UTF-16 units are those that the last
 * two decodings agree on; the rest may still change.
 */
export const TranscriptPartial = z.object({
  kind: z.literal('transcript.partial'),
  atMs,
  role: LegRole,
  segmentId: SegmentId,
  ...span,
  text: z.string().max(4000),
  stableChars: z.int().nonnegative(),
})

/** A placeholder in stored words, `[start, end)`, and how many UTF-16 units it stands for. */
export const Redaction = z.object({
  start: z.int().nonnegative(),
  end: z.int().positive(),
  was: z.int().positive(),
})
export type Redaction = z.infer<typeof Redaction>

/** `redactions` is there where the words are redacted: with it a place in what was said is found in what is stored. */
export const TranscriptFinal = z.object({
  kind: z.literal('transcript.final'),
  atMs,
  role: LegRole,
  segmentId: SegmentId,
  ...span,
  text: z.string().max(4000),
  confidence: z.number().min(0).max(1).optional(),
  redactions: z.array(Redaction).optional(),
})

/** A segment had no words after all, or text that no voiced sound supports: what was shown of it goes away. */
export const TranscriptDropped = z.object({
  kind: z.literal('transcript.dropped'),
  atMs,
  role: LegRole,
  segmentId: SegmentId,
  reason: z.enum(['no-words', 'unsupported', 'stopped']),
})
