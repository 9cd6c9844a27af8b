import { z } from 'zod'
import type { LoggedEvent } from '../call/call-event.ts'
import { SegmentId } from '../call/events/position.ts'
import type { Redaction } from '../call/events/transcript-events.ts'
import { PLACEHOLDER, Placeholders } from './placeholders.ts'
import type { Redacted } from './redacted.ts'
import { PiiType, type SegmentSpan } from './span.ts'

const place = { segmentId: SegmentId, start: z.int().nonnegative(), end: z.int().positive() }

/**
 * What a reviewer says of stored words, `[start, end)` of a segment's text as it is stored. `missed`: they are
 * personal. `wrong`: this placeholder stands for nothing personal; what it stood for is gone and stays gone.
 */
export const ReviewerCorrection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('missed'), ...place, type: PiiType }),
  z.strictObject({ kind: z.literal('wrong'), ...place }),
])
export type ReviewerCorrection = z.infer<typeof ReviewerCorrection>

/** What ML staff can make a test case of: what stood around, and the form of what was missed, without its words. */
export interface CorrectionPattern {
  readonly kind: ReviewerCorrection['kind']
  readonly type: string
  readonly before: string
  /** One letter a character: 字 of any word, 数 of a spoken or written digit, the sign itself of punctuation. */
  readonly form: string
  readonly after: string
}

/** The correction names no place in the stored words, or one that is none of its kind. */
export class NoSuchPlace extends Error {}

const AROUND = 12

/**
 * Carries a correction out on the stored events of a call: missed words become a placeholder everywhere in the
 * call. Gives the events to be written anew, and the pattern. Throws `NoSuchPlace`.
 */
export function correctStoredCall(
  events: readonly LoggedEvent[],
  correction: ReviewerCorrection,
): { changed: Redacted<LoggedEvent>[]; pattern: CorrectionPattern } {
  const { segmentId, start, end } = correction
  const finals = events.filter(isFinal)
  const text = finals.find(({ event }) => event.segmentId === segmentId)?.event.text ?? ''
  const words = text.slice(start, end)
  if (words === '' || end > text.length) throw new NoSuchPlace('there are no such words in the call')
  const isPlaceholder = [...text.matchAll(PLACEHOLDER)].some(
    ({ index, 0: whole }) => index < end && index + whole.length > start,
  )
  if (isPlaceholder !== (correction.kind === 'wrong'))
    throw new NoSuchPlace(isPlaceholder ? 'the words are redacted already' : 'there is no placeholder')
  const pattern = (type: string): CorrectionPattern => ({
    kind: correction.kind,
    type,
    before: text.slice(Math.max(0, start - AROUND), start).replaceAll(words, formOf(words)),
    form: correction.kind === 'wrong' ? '' : formOf(words),
    after: text.slice(end, end + AROUND).replaceAll(words, formOf(words)),
  })
  if (correction.kind === 'wrong') return { changed: [], pattern: pattern(words) }

  const placeholders = new Placeholders()
  for (const { event } of finals) placeholders.continueAfter(event.text)
  const changed = finals
    .filter(({ event }) => event.text.includes(words))
    .map((logged) => {
      const { text: stored, redactions = [] } = logged.event
      const written = placeholders.write(stored, mentions(stored, words, correction.type))
      return {
        ...logged,
        event: { ...logged.event, text: written.text, redactions: merged(redactions, written.redactions) },
      } as Redacted<LoggedEvent>
    })
  return { changed, pattern: pattern(correction.type) }
}

type Final = LoggedEvent & { event: Extract<LoggedEvent['event'], { kind: 'transcript.final' }> }

function isFinal(logged: LoggedEvent): logged is Final {
  return logged.event.kind === 'transcript.final'
}

function mentions(text: string, words: string, type: SegmentSpan['type']): SegmentSpan[] {
  const spans: SegmentSpan[] = []
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length))
    spans.push({ start: at, end: at + words.length, type, score: 1, reason: 'reviewer', item: words })
  return spans
}

/** The redactions of a text after more of it was redacted: the old ones have moved. */
function merged(old: readonly Redaction[], added: readonly Redaction[]): Redaction[] {
  const moved = old.map((one) => {
    let by = 0
    for (const { start, end, was } of added) if (start < one.start + by) by += end - start - was
    return { ...one, start: one.start + by, end: one.end + by }
  })
  return [...moved, ...added].sort((a, b) => a.start - b.start)
}

function formOf(words: string): string {
  return [...words]
    .map((char) =>
      /[零〇一幺二两三四五六七八九拐洞勾\d]/.test(char) ? '数' : /\p{P}/u.test(char) ? char : '字',
    )
    .join('')
}
