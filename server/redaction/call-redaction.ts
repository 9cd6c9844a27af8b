import type { Clock } from '../audio/clock.ts'
import type { LoggedEvent } from '../call/call-event.ts'
import { wordsOf } from '../call/words.ts'
import { Placeholders } from './placeholders.ts'
import type { Redacted } from './redacted.ts'
import type { Findings, Redactor } from './redactor.ts'
import type { KnownItem, SegmentSpan } from './span.ts'
import { resolveOverlaps } from './spans.ts'

/** What stands in place of words that could not be searched for personal information. */
export const MASKED_TEXT = '[遮盖失败，原文未存]'

/** Segments that are searched together: a number with its read-backs seldom takes more. */
const WINDOW_SEGMENTS = 8
/** The longest that words wait for what may follow them (ms). */
const HOLD_MS = 3000
/** Segments whose words are kept in memory, so that a name that is found late can be taken out of what went before. */
const REMEMBERED_SEGMENTS = 2000
/** From this score on a found item is looked for in the rest of the call. */
const SURE = 0.85

interface Remembered {
  readonly logged: LoggedEvent
  readonly words: string
  spans: readonly SegmentSpan[]
  masked: boolean
  /** Its turn in the order of the log has come and the search found nothing that might go on. */
  released: boolean
  release(): void
}

/**
 * The words of one call on their way to the disk. What was just said is searched together with the segments
 * before it; a segment waits while a number or an address may still go on. Where a later turn shows that words
 * which were let through are personal after all, they are redacted again and told as a correction.
 */
export class CallRedaction {
  readonly #redactor: Redactor
  readonly #clock: Clock
  readonly #note: (findings: Findings) => void
  readonly #onCorrected: (corrected: readonly Redacted<LoggedEvent>[]) => void
  readonly #placeholders = new Placeholders()
  readonly #remembered: Remembered[] = []
  readonly #known = new Map<string, KnownItem>()
  #before: Promise<unknown> = Promise.resolve()
  #searched: Promise<unknown> = Promise.resolve()

  constructor(options: {
    redactor: Redactor
    clock: Clock
    stored: readonly LoggedEvent[]
    note: (findings: Findings) => void
    onCorrected: (corrected: readonly Redacted<LoggedEvent>[]) => void
  }) {
    this.#redactor = options.redactor
    this.#clock = options.clock
    this.#note = options.note
    this.#onCorrected = options.onCorrected
    for (const { event } of options.stored) this.#placeholders.continueAfter(wordsOf(event) ?? '')
  }

  /** Resolves in the order of the calls, and never rejects: words that cannot be searched come out masked. */
  pass(logged: LoggedEvent): Promise<Redacted<LoggedEvent>> {
    if (logged.event.kind === 'call.ended') this.flush()
    const words = wordsOf(logged.event)
    const passed = words === null ? this.#inOrder(logged) : this.#withWords(logged, words)
    this.#before = passed
    return passed
  }

  /** What of an event's words is redacted, as far as it is known by now. */
  spansOf(seq: number): readonly SegmentSpan[] {
    return this.#remembered.find(({ logged }) => logged.seq === seq)?.spans ?? []
  }

  /** Lets go of everything that waits for words to follow. */
  flush(): void {
    for (const each of this.#remembered) each.release()
  }

  async #inOrder(logged: LoggedEvent): Promise<Redacted<LoggedEvent>> {
    await this.#before
    return logged as Redacted<LoggedEvent>
  }

  async #withWords(logged: LoggedEvent, words: string): Promise<Redacted<LoggedEvent>> {
    const before = this.#before
    const { promise: settled, resolve: release } = Promise.withResolvers<void>()
    const one: Remembered = { logged, words, spans: [], masked: false, released: false, release }
    this.#remembered.push(one)
    if (this.#remembered.length > REMEMBERED_SEGMENTS) this.#remembered.shift()
    const searched = this.#searched.then(() => this.#search(one))
    this.#searched = searched
    await searched
    const stopTimer = this.#clock.after(HOLD_MS, release)
    await settled
    stopTimer()
    await before
    one.released = true
    return this.#redacted(one)
  }

  async #search(newest: Remembered): Promise<void> {
    const window = this.#windowOf(newest)
    const findings = await this.#redactor.findSpans({
      texts: window.map(({ words }) => words),
      known: [...this.#known.values()],
    })
    this.#note(findings)
    if ('failure' in findings) {
      newest.masked = true
      for (const each of window) each.release()
      return
    }
    const corrected = new Set<Remembered>()
    for (const [i, one] of window.entries()) this.#cover(one, findings.spans[i] ?? [], corrected)
    for (const item of this.#newlyKnown(findings.spans.flat()))
      for (const one of this.#remembered)
        if (!window.includes(one)) this.#cover(one, mentionsOf(item, one.words), corrected)
    for (const one of window.slice(0, findings.openFrom)) one.release()
    if (corrected.size > 0) this.#onCorrected([...corrected].map((one) => this.#redacted(one)))
  }

  /** The newest and what was said before it; words of other kinds than transcript stand alone. */
  #windowOf(newest: Remembered): Remembered[] {
    if (newest.logged.event.kind !== 'transcript.final') return [newest]
    const until = this.#remembered.indexOf(newest) + 1
    return this.#remembered
      .slice(Math.max(0, until - WINDOW_SEGMENTS), until)
      .filter(({ logged, masked }) => logged.event.kind === 'transcript.final' && !masked)
  }

  #cover(one: Remembered, spans: readonly SegmentSpan[], corrected: Set<Remembered>): void {
    if (one.masked) return
    if (!one.released) {
      // What came later knows better what a piece is a piece of.
      const old = one.spans.filter((span) => !isCovered(span, spans))
      one.spans = resolveOverlaps([...spans, ...old])
      return
    }
    if (spans.every((span) => isCovered(span, one.spans))) return
    one.spans = resolveOverlaps([...one.spans, ...spans])
    corrected.add(one)
  }

  #newlyKnown(spans: readonly SegmentSpan[]): KnownItem[] {
    const items: KnownItem[] = []
    for (const { type, item, score } of spans) {
      const worthIt = score >= SURE && item.length >= (type === 'name' ? 2 : 4)
      if (!worthIt || this.#known.has(item)) continue
      this.#known.set(item, { type, words: item })
      items.push({ type, words: item })
    }
    return items
  }

  #redacted({ logged, words, spans, masked }: Remembered): Redacted<LoggedEvent> {
    const { text, redactions } = masked
      ? { text: MASKED_TEXT, redactions: [] }
      : this.#placeholders.write(words, spans)
    const event = {
      ...logged.event,
      text,
      ...(logged.event.kind === 'transcript.final' && redactions.length > 0 && { redactions }),
      ...(logged.event.kind === 'transcript.partial' && { stableChars: 0 }),
    }
    return { ...logged, event } as Redacted<LoggedEvent>
  }
}

function isCovered({ start, end }: SegmentSpan, by: readonly SegmentSpan[]): boolean {
  return by.some((span) => span.start <= start && span.end >= end)
}

/** Every place where a known item is said again in the same words. */
function mentionsOf({ type, words }: KnownItem, text: string): SegmentSpan[] {
  const spans: SegmentSpan[] = []
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length))
    spans.push({ start: at, end: at + words.length, type, score: SURE, reason: 'known', item: words })
  return spans
}
