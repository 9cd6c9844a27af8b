import { readWindow } from '../../../server/redaction/find-spans.ts'
import { joinTaggings, Lac } from '../../../server/redaction/lac.ts'
import type { PiiRecognizer, Reading } from '../../../server/redaction/recognizer.ts'
import type { KnownItem, Span } from '../../../server/redaction/span.ts'
import { resolveOverlaps } from '../../../server/redaction/spans.ts'

const lac = await Lac.load()

export async function read(text: string): Promise<Reading> {
  return readWindow([text], await lac.tag(text), [])
}

/** Runs recognisers on a text that is given with its spans marked 【so】, and marks what they found. */
export async function markedBy(recognizers: readonly PiiRecognizer[], marked: string): Promise<string> {
  const reading = await read(marked.replace(/[【】]/g, ''))
  return mark(reading.text, resolveOverlaps(recognizers.flatMap((recognizer) => recognizer.find(reading))))
}

/** The same for segments that follow each other, `known` being what was found in the call before. */
export async function markedInWindow(
  recognizers: readonly PiiRecognizer[],
  marked: readonly string[],
  known: readonly KnownItem[] = [],
): Promise<string> {
  const texts = marked.map((text) => text.replace(/[【】]/g, ''))
  const taggings = await Promise.all(texts.map((text) => lac.tag(text)))
  const reading = readWindow(texts, joinTaggings(taggings), known)
  return mark(reading.text, resolveOverlaps(recognizers.flatMap((recognizer) => recognizer.find(reading))))
}

/** The types of the spans that recognisers find in a text, in order. */
export async function typesBy(recognizers: readonly PiiRecognizer[], marked: string): Promise<string[]> {
  const reading = await read(marked.replace(/[【】]/g, ''))
  return resolveOverlaps(recognizers.flatMap((r) => r.find(reading))).map((span) => span.type)
}

function mark(text: string, spans: readonly Span[]): string {
  return spans
    .toReversed()
    .reduce(
      (marked, { start, end }) =>
        `${marked.slice(0, start)}【${marked.slice(start, end)}】${marked.slice(end)}`,
      text,
    )
}
