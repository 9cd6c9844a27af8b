import { z } from 'zod'
import { LegRole } from '../../audio/leg.ts'
import { atMs, SegmentId, span } from './position.ts'

/** Voice activity began; the segment's words follow under the same id. */
export const SpeechStarted = z.object({
  kind: z.literal('speech.started'),
  atMs,
  role: LegRole,
  segmentId: SegmentId,
  startMs: span.startMs,
})

/** The segment is closed: by silence, or cut at its quietest point when it grew too long. */
export const SpeechEnded = z.object({
  kind: z.literal('speech.ended'),
  atMs,
  role: LegRole,
  segmentId: SegmentId,
  ...span,
})

/**
 * What a sound without words is like, by plain acoustic measures: short knocks, voiced (crying, moaning, humming),
 * breath, a steady tone (dialling, hang-up), noise of the line.
 */
export const SoundLike = z.enum(['tapping', 'voiced', 'breathing', 'tone', 'noise'])
export type SoundLike = z.infer<typeof SoundLike>

/**
 * Sound that voice activity does not take for speech: crying, breathing, tapping, whispering, music.
 * It is shown as sound that was not understood and is never counted as silence. A long sound is told again
 * with the same `startMs` while it lasts. Without `like` nobody can tell what it is, and it may be the caller.
 */
export const SoundHeard = z.object({
  kind: z.literal('sound.heard'),
  atMs,
  role: LegRole,
  ...span,
  loudnessDb: z.number(),
  like: SoundLike.optional(),
})

/** How a segment was spoken, as plain measures: mean level of its voiced part (dBFS), characters a second. */
export const Prosody = z.object({
  kind: z.literal('prosody'),
  atMs,
  role: LegRole,
  segmentId: SegmentId,
  ...span,
  loudnessDb: z.number(),
  charsPerSecond: z.number().nonnegative(),
})
