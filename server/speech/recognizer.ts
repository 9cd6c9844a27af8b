import type { LegRate, LegRole } from '../audio/leg.ts'

/** What a recogniser can do, as data: callers look here and never ask what class it is. */
export interface RecognizerAbilities {
  /** Its name on screen and in every event, for instance `whisper-base-zh`. */
  readonly name: string
  /** Partials come from a growing state rather than from decoding the segment again. */
  readonly streaming: boolean
  readonly hotwords: boolean
  readonly confidence: boolean
  /** Its words come from a file, not from the audio. Shown on screen wherever its words are. */
  readonly scripted: boolean
}

export interface StreamOptions {
  readonly role: LegRole
  readonly sampleRate: LegRate
  readonly hotwords: readonly string[]
  /** Call time at which the leg's segment before this one ended. */
  readonly afterMs: number
}

/** A stretch of audio: mono samples in −1..1, the first of them at `startMs` of call time. */
export interface AudioFrame {
  readonly samples: Float32Array
  readonly startMs: number
}

export type RecognizerEvent =
  /** Words so far. The first `stableChars` UTF-16 units are those that the last two decodings agree on. */
  | {
      readonly kind: 'partial'
      readonly text: string
      readonly stableChars: number
      /** Call time of the end of the audio that these words were made from. */
      readonly coversToMs: number
    }
  /** The segment's words; exactly one `final` or `failed` follows a flush, and then the events end. */
  | { readonly kind: 'final'; readonly text: string; readonly confidence?: number }
  | { readonly kind: 'failed'; readonly reason: 'crashed' | 'overloaded' }

/** One segment of one leg. */
export interface RecognizerStream {
  push(frame: AudioFrame): void
  /** The segment is complete. */
  flush(): void
  /** The segment is not wanted any more: pending work is dropped and the events end. */
  close(): void
  readonly events: AsyncIterable<RecognizerEvent>
}

export interface Recognizer {
  readonly abilities: RecognizerAbilities
  open(options: StreamOptions): RecognizerStream
  /** CPU time spent decoding so far, in milliseconds, over all its threads. */
  decodingMs(): number
  close(): Promise<void>
}
