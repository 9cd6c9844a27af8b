import type { LegRate } from '../audio/leg.ts'
import type { EndpointingOptions, SpeechChange } from './endpointing.ts'
import type { Sound } from './sound-detection.ts'

/** What the speech worker is started with. */
export interface VoiceActivityData {
  readonly modelPath: string
  readonly endpointing: EndpointingOptions
}

/** To the speech worker. A leg is named by a number of the sender's choice. */
export type VoiceActivityCommand =
  | {
      readonly kind: 'add'
      readonly leg: number
      readonly shared: SharedArrayBuffer
      readonly rate: LegRate
      /** The first sample to judge. */
      readonly from: number
    }
  /** The leg has paused: close its open segment where its audio ends. */
  | { readonly kind: 'flush'; readonly leg: number }
  /** The leg is over: judge what is left, close it, say `done`, forget it. */
  | { readonly kind: 'remove'; readonly leg: number }

/** What was heard on a leg, in order of its audio. Positions are samples of the leg. */
export type Heard =
  | SpeechChange
  | ({ readonly kind: 'sound' } & Sound)
  /** An open segment reaches to here now. */
  | { readonly kind: 'grew'; readonly to: number }
  /** Audio was overwritten before it was judged. */
  | { readonly kind: 'overrun'; readonly from: number; readonly to: number }
  /** The worker died and began anew at this sample; an open segment ends where it was. */
  | { readonly kind: 'crashed'; readonly at: number }
  | { readonly kind: 'done' }

/** From the speech worker: `ready` once, then what was heard on which leg, many at a time. */
export type VoiceActivityReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'heard'; readonly heard: readonly { readonly leg: number; readonly heard: Heard }[] }
