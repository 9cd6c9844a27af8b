import { joinTaggings, type Lac, type Tagging } from './lac.ts'
import { openFrom } from './open-segments.ts'
import type { Reading } from './recognizer.ts'
import { RECOGNIZERS } from './recognizers/registry.ts'
import { maskedBy, type RedactionPolicy } from './redaction-policy.ts'
import type { KnownItem, SegmentSpan, Span } from './span.ts'
import { resolveOverlaps } from './spans.ts'
import { readSpokenDigits } from './spoken-digits.ts'

/** The newest segments of a call, oldest first, and what was found in the call before. */
export interface CallWindow {
  readonly texts: readonly string[]
  readonly known: readonly KnownItem[]
}

export interface WindowFindings {
  /** Of each text its spans, disjoint and in order. */
  readonly spans: readonly (readonly SegmentSpan[])[]
  /**
   * The first text that what is said next may still add to: a number or an address may go on. The number of texts
   * where nothing is open.
   */
  readonly openFrom: number
}

/** Taggings of texts that were in the window before; a window slides by one text. */
const KEPT_TAGGINGS = 64

/** Looks for everything personal in what was just said. */
export class SpanFinder {
  readonly #lac: Lac
  readonly #policy: RedactionPolicy | undefined
  readonly #tagged = new Map<string, Tagging>()

  /** Without a policy everything that is found is masked. */
  constructor(lac: Lac, policy?: RedactionPolicy) {
    this.#lac = lac
    this.#policy = policy
  }

  async find({ texts, known }: CallWindow): Promise<WindowFindings> {
    const taggings: Tagging[] = []
    for (const text of texts) taggings.push(await this.#tag(text))
    const reading = readWindow(texts, joinTaggings(taggings), known)
    const found = RECOGNIZERS.flatMap((recognizer) => recognizer.find(reading))
    const spans = resolveOverlaps(this.#policy ? maskedBy(this.#policy, reading, found) : found)
    return { spans: bySegment(reading, spans), openFrom: openFrom(reading, spans) }
  }

  async #tag(text: string): Promise<Tagging> {
    const tagging = this.#tagged.get(text) ?? (await this.#lac.tag(text))
    this.#tagged.delete(text)
    this.#tagged.set(text, tagging)
    if (this.#tagged.size > KEPT_TAGGINGS) this.#tagged.delete(this.#tagged.keys().next().value as string)
    return tagging
  }
}

/** The texts as one, read once for all recognisers. */
export function readWindow(texts: readonly string[], tagging: Tagging, known: readonly KnownItem[]): Reading {
  const text = texts.join('')
  const breaks: number[] = []
  let at = 0
  for (const each of texts.slice(0, -1)) {
    at += each.length
    breaks.push(at)
  }
  return { text, breaks, digits: readSpokenDigits(text), tagging, known }
}

function bySegment({ text, breaks }: Reading, spans: readonly Span[]): SegmentSpan[][] {
  const starts = [0, ...breaks]
  return starts.map((from, i) => {
    const to = starts[i + 1] ?? text.length
    return spans
      .filter(({ start, end }) => start < to && end > from)
      .map((span) => ({
        ...span,
        start: Math.max(span.start, from) - from,
        end: Math.min(span.end, to) - from,
        item: span.item ?? text.slice(span.start, span.end),
      }))
  })
}
