import type { CallEvent } from '../../server/call/call-event.ts'
import { LabelledCall } from './labelled-call.ts'

/** Why a stored call cannot be labelled. */
export type Unlabellable = 'no words were stored' | 'both parties are on one leg'

/**
 * A stored call as one to be labelled: its redacted words with their times and the sounds that nobody understood,
 * and no label yet. Its origin is `real`, so that no report shows its words unasked.
 */
export function storedCall(callId: string, events: readonly CallEvent[]): LabelledCall | Unlabellable {
  const finals = events.filter((event) => event.kind === 'transcript.final')
  if (finals.length === 0) return 'no words were stored'
  if (finals.some(({ role }) => role === 'mixed')) return 'both parties are on one leg'
  const times = ({ startMs, endMs }: { startMs: number; endMs: number }) => ({
    start: startMs / 1000,
    end: endMs / 1000,
  })
  return LabelledCall.parse({
    id: callId,
    split: 'dev',
    origin: 'real',
    turns: finals
      .toSorted((a, b) => a.startMs - b.startMs)
      .map((final) => ({ role: final.role, ...times(final), text: final.text })),
    // A long sound is told again while it lasts; the last telling has all of it.
    sounds: [
      ...new Map(
        events
          .filter((event) => event.kind === 'sound.heard')
          .map((sound) => [
            `${sound.role} ${sound.startMs}`,
            { role: sound.role, kind: 'noise', ...times(sound) },
          ]),
      ).values(),
    ],
  })
}
