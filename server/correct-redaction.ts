import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Door } from './redaction/door.ts'
import { correctStoredCall, NoSuchPlace, type ReviewerCorrection } from './redaction/reviewer-correction.ts'
import type { CallLog } from './store/call-log.ts'

export type CorrectRedaction = (
  callId: string,
  correction: ReviewerCorrection,
) => Promise<{ segments: number }>

/**
 * What a reviewer's correction does to a call that has ended: missed words are redacted in all of it, under a new
 * key of the call, the log says so, and the pattern is noted. Rejects with `NoSuchPlace`.
 */
export function correctRedaction(log: CallLog, door: Door, dataDir: string): CorrectRedaction {
  /** What ML staff make test cases of; no personal words in it. */
  const file = join(dataDir, 'redaction-corrections.jsonl')
  return async (callId, correction) => {
    if (!(await log.endedCalls()).includes(callId))
      throw new NoSuchPlace('there is no ended call of this name')
    const events = await log.read(callId)
    const { changed, pattern } = correctStoredCall(events, correction)
    if (changed.length > 0) {
      await log.rewrite(callId, changed)
      const segmentIds = changed.flatMap(({ event }) => ('segmentId' in event ? event.segmentId : []))
      const last = events.at(-1)
      const event = {
        kind: 'redaction.corrected',
        atMs: last?.event.atMs ?? 0,
        segmentIds,
        by: 'reviewer',
      } as const
      await log.append(callId, [await door.forCall().pass({ seq: (last?.seq ?? 0) + 1, event })])
    }
    await appendFile(file, `${JSON.stringify(pattern)}\n`, { mode: 0o600 })
    return { segments: changed.length }
  }
}
