import type { LegRate, LegRole } from '../audio/leg.ts'
import type { LegBuffer } from '../audio/leg-buffer.ts'
import type { Unwritten } from '../call/call-event.ts'
import type { Recognizer, RecognizerEvent, RecognizerStream } from './recognizer.ts'
import type { ObservedLeg, VoiceActivity } from './voice-activity.ts'
import type { Heard } from './voice-activity-messages.ts'

/** Nobody speaks faster than this (characters a second of voiced sound): more text than that was not said. */
const MOST_CHARS_PER_S = 15
/** Less voice than this carries no word (ms). */
const LEAST_VOICED_MS = 90

/** What can be given up of a leg. */
export type Lost =
  | 'audio-not-arrived'
  | 'overrun'
  | 'unsupported-text'
  | 'recognizer-crashed'
  | 'recognizer-overloaded'

export interface LegListenerOptions {
  readonly role: LegRole
  readonly rate: LegRate
  readonly buffer: LegBuffer
  /** Call time of the leg's first sample, ms. */
  readonly originMs: number
  readonly voiceActivity: VoiceActivity
  readonly recognizer: Recognizer
  /** Whether the leg may be recognised at this moment (notice, 停止转写). */
  readonly mayRecognize: () => boolean
  /** A number that no other segment of the call has. */
  readonly nextSegment: () => number
  readonly append: (event: Unwritten) => void
  /** Something was given up; counted. */
  readonly onLost: (what: Lost) => void
}

interface OpenSegment {
  readonly segmentId: string
  readonly from: number
  /** Samples before this one were given to the recogniser. */
  pumped: number
  stream: RecognizerStream | null
  voicedMs: number
  loudnessDb: number
}

/**
 * Listens to one leg: what voice activity heard becomes speech events and segments, a segment's audio goes to the
 * recogniser, its answers become transcript events.
 */
export class LegListener {
  readonly #options: LegListenerOptions
  readonly #observed: ObservedLeg
  #segment: OpenSegment | null = null
  #previousEndMs: number
  readonly #pending = new Set<Promise<void>>()
  readonly #segments = new Set<OpenSegment>()
  #done: () => void = () => {}

  constructor(options: LegListenerOptions) {
    this.#options = options
    this.#previousEndMs = options.originMs
    this.#observed = options.voiceActivity.observe(options.buffer, options.rate, (heard) =>
      this.#onHeard(heard),
    )
  }

  /** The leg has paused: what was said so far is a segment. */
  flush(): void {
    this.#observed.flush()
  }

  /** Gives up every segment that is open or being decoded, at once (停止转写). */
  discard(): void {
    for (const segment of this.#segments) {
      segment.stream?.close()
      segment.stream = null
    }
  }

  /** The leg is over. Resolves when its last words are appended. */
  async end(): Promise<void> {
    await new Promise<void>((done) => {
      this.#done = done
      this.#observed.remove()
    })
    await Promise.all(this.#pending)
  }

  #onHeard(heard: Heard): void {
    const { append, role, onLost } = this.#options
    switch (heard.kind) {
      case 'started':
        this.#start(heard.from)
        break
      case 'grew':
        this.#pump(heard.to)
        break
      case 'ended':
        this.#finish(heard.to, heard)
        break
      case 'sound': {
        const { from, to, loudnessDb, like } = heard
        append({ kind: 'sound.heard', role, ...this.#span(from, to), loudnessDb, ...(like && { like }) })
        break
      }
      case 'overrun':
        onLost('overrun')
        this.#gap(heard.from, heard.to, 'overrun')
        break
      case 'crashed':
        if (this.#segment) this.#finish(this.#segment.pumped, { voicedMs: LEAST_VOICED_MS, loudnessDb: -100 })
        break
      case 'done':
        this.#done()
    }
  }

  #start(from: number): void {
    const { role, rate, recognizer, append, nextSegment, mayRecognize } = this.#options
    const segmentId = `${role[0]}${nextSegment()}`
    append({ kind: 'speech.started', role, segmentId, startMs: this.#ms(from) })
    const segment: OpenSegment = { segmentId, from, pumped: from, stream: null, voicedMs: 0, loudnessDb: 0 }
    this.#segment = segment
    if (!mayRecognize()) {
      append({ kind: 'transcript.dropped', role, segmentId, reason: 'stopped' })
      return
    }
    segment.stream = recognizer.open({ role, sampleRate: rate, hotwords: [], afterMs: this.#previousEndMs })
    this.#segments.add(segment)
    const followed = this.#follow(segment, segment.stream.events).finally(() => {
      this.#segments.delete(segment)
      this.#pending.delete(followed)
    })
    this.#pending.add(followed)
  }

  /** Gives the recogniser what has arrived of the open segment. */
  #pump(to: number): void {
    const segment = this.#segment
    if (!segment?.stream || to <= segment.pumped) return
    const samples = new Int16Array(to - segment.pumped)
    if (!this.#options.buffer.read(segment.pumped, samples)) {
      this.#gap(segment.pumped, to, 'overrun')
      this.#options.onLost('overrun')
    } else {
      segment.stream.push({ samples: toFloat(samples), startMs: this.#ms(segment.pumped) })
    }
    segment.pumped = to
  }

  #finish(to: number, { voicedMs, loudnessDb }: { voicedMs: number; loudnessDb: number }): void {
    const segment = this.#segment
    if (!segment) return
    this.#pump(to)
    this.#segment = null
    this.#previousEndMs = this.#ms(to)
    const { role, append } = this.#options
    append({ kind: 'speech.ended', role, segmentId: segment.segmentId, ...this.#span(segment.from, to) })
    Object.assign(segment, { pumped: to, voicedMs, loudnessDb })
    segment.stream?.flush()
  }

  /** Appends what the recogniser says of a segment until its final, its failure, or its being discarded. */
  async #follow(segment: OpenSegment, events: AsyncIterable<RecognizerEvent>): Promise<void> {
    const { role, append, onLost } = this.#options
    const { segmentId } = segment
    for await (const event of events) {
      if (event.kind === 'partial') {
        const { text, stableChars } = event
        const extent = { startMs: this.#ms(segment.from), endMs: Math.round(event.coversToMs) }
        append({ kind: 'transcript.partial', role, segmentId, ...extent, text, stableChars })
      } else if (event.kind === 'final') {
        return this.#settle(segment, event)
      } else {
        onLost(`recognizer-${event.reason}`)
        append({ kind: 'transcript.dropped', role, segmentId, reason: 'no-words' })
        return this.#gap(segment.from, segment.pumped, 'recognizer')
      }
    }
    append({ kind: 'transcript.dropped', role, segmentId, reason: 'stopped' })
  }

  /** The segment's words are known; or it had none, and then it was sound that nobody understood. */
  #settle(segment: OpenSegment, { text, confidence }: { text: string; confidence?: number }): void {
    const { role, append, onLost } = this.#options
    const { segmentId, voicedMs, loudnessDb } = segment
    const extent = this.#extent(segment)
    const charsPerSecond = Math.round((text.length * 10_000) / Math.max(1, voicedMs)) / 10
    const supported = voicedMs >= LEAST_VOICED_MS && charsPerSecond <= MOST_CHARS_PER_S
    if (text !== '' && supported) {
      append({
        kind: 'transcript.final',
        role,
        segmentId,
        ...extent,
        text,
        ...(confidence !== undefined && { confidence }),
      })
      append({ kind: 'prosody', role, segmentId, ...extent, loudnessDb, charsPerSecond })
      return
    }
    if (text !== '') onLost('unsupported-text')
    append({ kind: 'transcript.dropped', role, segmentId, reason: text === '' ? 'no-words' : 'unsupported' })
    append({ kind: 'sound.heard', role, ...extent, loudnessDb })
  }

  #extent(segment: OpenSegment): { startMs: number; endMs: number } {
    return this.#span(segment.from, segment.pumped)
  }

  #gap(from: number, to: number, reason: 'overrun' | 'recognizer'): void {
    this.#options.append({ kind: 'leg.gap', role: this.#options.role, ...this.#span(from, to), reason })
  }

  #ms(sample: number): number {
    return Math.round(this.#options.originMs + (sample * 1000) / this.#options.rate)
  }

  #span(from: number, to: number): { startMs: number; endMs: number } {
    return { startMs: this.#ms(from), endMs: this.#ms(to) }
  }
}

function toFloat(samples: Int16Array): Float32Array {
  const floats = new Float32Array(samples.length)
  for (let i = 0; i < samples.length; i++) floats[i] = (samples[i] ?? 0) / 32768
  return floats
}
