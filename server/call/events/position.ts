import { z } from 'zod'

/** When an event was written, in whole milliseconds of call time. */
export const atMs = z.int().nonnegative()

/** A stretch of call time, in whole milliseconds: `[startMs, endMs)`. */
export const span = { startMs: z.int().nonnegative(), endMs: z.int().nonnegative() }

/** Names a segment within its call, for good: role letter and running number, for instance `c12`. */
export const SegmentId = z.string().regex(/^[crm]\d+$/)
export type SegmentId = z.infer<typeof SegmentId>
