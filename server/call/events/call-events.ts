import { z } from 'zod'
import { atMs } from './position.ts'

/** Where the notice of recording and transcription comes from (`NOTICE_POLICY`). */
export const NoticePolicy = z.enum(['pbx', 'responder'])
export type NoticePolicy = z.infer<typeof NoticePolicy>

/** The first event of every call. */
export const CallStarted = z.object({
  kind: z.literal('call.started'),
  atMs,
  startedAt: z.iso.datetime(),
  noticePolicy: NoticePolicy,
  recognizer: z.object({ name: z.string().max(100), scripted: z.boolean() }),
})

/** The service was away in mid-call and the PBX came back to it: what was said in between is lost. */
export const CallResumed = z.object({ kind: z.literal('call.resumed'), atMs, awayMs: z.int().nonnegative() })

/** `left`: every leg went away. `lost`: the service restarted and the PBX never came back. */
export const CallEnded = z.object({
  kind: z.literal('call.ended'),
  atMs,
  reason: z.enum(['left', 'lost', 'shutdown']),
})

/** Call time passes, whether or not anybody speaks or any frame arrives. Never stored. */
export const ClockTick = z.object({ kind: z.literal('clock.tick'), atMs })
