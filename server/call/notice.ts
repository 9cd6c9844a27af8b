import { z } from 'zod'
import type { Observer } from './call-session.ts'

/** How the responder's own notice is recognised: `prompts/notice.yaml`. */
export const NoticeWords = z.strictObject({
  version: z.literal(1),
  clause: z.strictObject({ source: z.string(), text: z.string() }),
  heard: z.strictObject({
    all: z.array(z.array(z.string().min(1)).min(1)).min(1),
    not: z.array(z.string().min(1)),
  }),
})
export type NoticeWords = z.infer<typeof NoticeWords>

/**
 * The rule of notice. Where the PBX plays it before the call is put through, it was given when the call begins.
 * Where the responder gives it, it was given once a segment of the responder's says so.
 */
export function noticeObserver({ heard }: NoticeWords): Observer {
  return (state, event) => {
    if (state.noticeGiven) return []
    if (event.kind === 'call.started' && state.noticePolicy === 'pbx')
      return [{ kind: 'notice.given', by: 'pbx' }]
    if (event.kind !== 'transcript.final' || event.role !== 'responder') return []
    const says = (words: readonly string[]) => words.some((word) => event.text.includes(word))
    return heard.all.every(says) && !says(heard.not) ? [{ kind: 'notice.given', by: 'heard' }] : []
  }
}
