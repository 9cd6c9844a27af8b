import { z } from 'zod'
import { atMs } from './position.ts'

/** The caller knows of the recording and transcription: played by the PBX, heard from the responder, or 已告知. */
export const NoticeGiven = z.object({
  kind: z.literal('notice.given'),
  atMs,
  by: z.enum(['pbx', 'heard', 'responder']),
})

/** 停止转写, or its taking back once the caller agreed anew. */
export const ConsentChanged = z.object({
  kind: z.literal('consent.changed'),
  atMs,
  scope: z.literal('transcribe'),
  granted: z.boolean(),
  by: z.literal('responder'),
})
