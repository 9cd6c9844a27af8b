import type { CallAudio, Voice } from '../../fork/audio-source.ts'
import type {
  FieldLabel,
  LabelledCall,
  Party,
  PiiLabel,
  RiskItem,
  SpecialKind,
} from '../labels/labelled-call.ts'

/** A stretch that the system redacts: `[start, end)` in UTF-16 units of the text it was given. */
export interface RedactedStretch {
  readonly start: number
  readonly end: number
  readonly type: PiiLabel
  /** 0–1 */
  readonly confidence: number
}

/** What the checklist shows of a risk item at the end of the call; 'open' is also an item that never came up. */
export type ItemState = 'open' | 'unanswered' | 'denied' | 'affirmed' | 'contradictory'

export interface ItemReading {
  /** Turns in which the system heard the question. */
  readonly asked: readonly number[]
  readonly state: ItemState
  readonly evidence: readonly number[]
  readonly confidence?: number
}
export type ItemReadings = Partial<Record<RiskItem, ItemReading>>

export interface RiskReading {
  readonly own: ItemReadings
  readonly thirdParty: ItemReadings
}

export interface SpecialSuggestion {
  readonly kind: SpecialKind
  /** The turn after which it was first suggested. */
  readonly turn: number
  readonly confidence: number
}

export interface FieldReading {
  readonly value: string | number
  readonly status?: FieldLabel['status']
  readonly evidence: readonly { readonly turn: number; readonly quote: string }[]
  readonly confidence: number
}

export interface GuidanceReading {
  readonly greeting: number | null
  readonly notice: number | null
  readonly confidentiality: number | null
  readonly summary: number | null
  readonly feedback: number | null
  readonly steps: readonly number[]
}

/** A statement of the drafted summary with the words that it rests on. */
export interface SummaryStatement {
  readonly text: string
  readonly evidence: readonly { readonly turn: number; readonly quote: string }[]
}

export interface Spoken {
  readonly role: Party
  readonly text: string
}

/** The words of one segment that was decoded by itself. */
export interface DecodedSegment {
  readonly text: string
  /** CPU time of the one thread that decoded it. */
  readonly cpuSeconds: number
}

/** Words that the whole speech path made of a stretch of a leg. */
export interface HeardWords {
  readonly startMs: number
  readonly endMs: number
  readonly text: string
}

/** A segment as a page saw it. Every time is in milliseconds of the recording that was played. */
export interface FollowedSegment {
  readonly role: Party
  readonly startMs: number
  readonly endMs: number
  /** When the page learned that the segment was over. */
  readonly endpointAtMs: number
  readonly partials: readonly { readonly coversToMs: number; readonly atMs: number }[]
  /** Null where the segment had no words after all. */
  readonly finalAtMs: number | null
}

export interface FollowedCall {
  readonly segments: readonly FollowedSegment[]
  /** By how much the player sent frames late, 99th percentile (ms): much of it, and the machine was too busy. */
  readonly lateMs: number
}

/**
 * What is under test. Every ability may be missing: the suites that need it then report "unscored", never zero.
 * All of them are asked about a whole call; a single sentence is a call of one turn.
 */
export interface Solver {
  readonly name: string
  /** One list a turn. */
  readonly redact?: (turns: readonly Spoken[]) => Promise<readonly (readonly RedactedStretch[])[]>
  readonly risk?: (call: LabelledCall) => Promise<RiskReading>
  /** Items that a caller's single utterance affirms about himself, with confidence. */
  readonly signals?: (text: string) => Promise<Partial<Record<RiskItem, number>>>
  readonly special?: (call: LabelledCall) => Promise<readonly SpecialSuggestion[]>
  readonly ticket?: (call: LabelledCall) => Promise<Readonly<Record<string, readonly FieldReading[]>>>
  readonly guidance?: (call: LabelledCall) => Promise<GuidanceReading>
  readonly summary?: (call: LabelledCall) => Promise<readonly SummaryStatement[]>
  /** The words of a stretch that one party speaks, decoded by itself; 8000 or 16000 Hz. */
  readonly decode?: (segment: Voice) => Promise<DecodedSegment>
  /** The words of a whole leg, where the system itself finds who speaks when; 8000 or 16000 Hz. */
  readonly hearLeg?: (leg: Voice) => Promise<readonly HeardWords[]>
  /** Plays a call to the running system in real time. One at a time: the clock is real. */
  readonly followCall?: (audio: CallAudio) => Promise<FollowedCall>
  /** The same system with its language model at work; absent where none is configured. */
  readonly withModel?: Omit<Solver, 'withModel'>
}
