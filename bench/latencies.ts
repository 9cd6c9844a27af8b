import type { CallEvent } from '../server/call/call-event.ts'

/** Milliseconds, one entry a segment. */
export interface Latencies {
  /** From the beginning of speech (its pre-roll included) to the first words on screen. */
  readonly firstPartial: readonly number[]
  /** From the end of the audio that a partial covers to the partial. */
  readonly partial: readonly number[]
  /** From the endpoint to the final. */
  readonly final: readonly number[]
}

/** Reads the latencies of a call off its events. */
export function latencies(events: readonly CallEvent[]): Latencies {
  const started = new Map<string, number>()
  const ended = new Map<string, number>()
  const firstPartial: number[] = []
  const partial: number[] = []
  const final: number[] = []
  for (const event of events) {
    if (event.kind === 'speech.started') started.set(event.segmentId, event.startMs)
    if (event.kind === 'speech.ended') ended.set(event.segmentId, event.atMs)
    if (event.kind === 'transcript.partial') {
      partial.push(event.atMs - event.endMs)
      const startMs = started.get(event.segmentId)
      if (startMs !== undefined) firstPartial.push(event.atMs - startMs)
      started.delete(event.segmentId)
    }
    if (event.kind === 'transcript.final') {
      const endedMs = ended.get(event.segmentId)
      if (endedMs !== undefined) final.push(event.atMs - endedMs)
    }
  }
  return { firstPartial, partial, final }
}
