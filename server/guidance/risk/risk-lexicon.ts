import { z } from 'zod'
import type { Hear } from '../lexicon/heard.ts'
import type { SoundsOf } from '../lexicon/sounds.ts'

/** What an answer to a question looks like: yes or no, whatever holds, or a number on a scale. */
export const AskForm = z.enum(['polar', 'open', 'scale'])
export type AskForm = z.infer<typeof AskForm>

export interface AskRule {
  readonly item: string
  readonly rule: string
  readonly form: AskForm
  /** Yes to the question is a no to the item. */
  readonly turned: boolean
  /** Only once thoughts of suicide came up. */
  readonly raised: boolean
  /** Only while scales are being gone through. */
  readonly scaled: boolean
  /** It is a question without a word of asking. */
  readonly bare: boolean
  /** `focus`: about whom the talk is, whoever else is named (relatives, those who are there). */
  readonly of: 'named' | 'focus'
  /** Other items whose cues in its words are no question of their own. */
  readonly hides: readonly string[]
  readonly cue: RegExp
  readonly sounds: RegExp | null
  readonly unless: RegExp | null
  /** The same, from the cue on. */
  readonly unlessAfter: RegExp | null
}

export interface SayRule {
  readonly item: string
  readonly says: 'yes' | 'no'
  readonly rule: string
  readonly confidence: number
  /** The same where nobody asked. */
  readonly unasked: number
  /** Unasked it counts only once thoughts of suicide came up. */
  readonly raised: boolean
  /** Unasked it counts only beside one of these items. */
  readonly beside: readonly string[] | null
  /** The words themselves say that they are about the speaker. */
  readonly own: boolean
  readonly cue: RegExp
  readonly sounds: RegExp | null
  readonly unless: RegExp | null
}

/** How words show whom they are about. */
export interface PersonCues {
  readonly self: RegExp
  readonly listener: RegExp
  readonly other: RegExp
  readonly askedOther: RegExp
  readonly toSelf: RegExp
  readonly saying: RegExp
  readonly ownAgain: RegExp
  readonly callsFor: RegExp
}

/** Everything that the risk assessment listens for. */
export interface RiskLexicon {
  readonly hear: Hear
  readonly soundsOf: SoundsOf
  readonly asking: RegExp
  readonly neverAsked: RegExp
  readonly asks: readonly AskRule[]
  readonly says: readonly SayRule[]
  readonly negation: RegExp
  readonly negatedAfter: RegExp
  readonly notNegation: RegExp
  readonly past: RegExp
  readonly pastClosed: RegExp
  readonly still: RegExp
  readonly now: RegExp
  readonly readBack: RegExp
  readonly ofOneself: RegExp
  readonly onlyIf: RegExp
  readonly idioms: RegExp
  readonly games: RegExp
  readonly stories: RegExp
  readonly meantOtherwise: RegExp
  readonly persons: PersonCues
  readonly answers: {
    readonly yes: RegExp
    readonly no: RegExp
    readonly doubleNegative: RegExp
    /** The caller comes back to his denial. */
    readonly admits: RegExp
    readonly yesWithin: RegExp
    readonly assent: RegExp
    /** The responder comes back to his question. */
    readonly again: RegExp
    readonly noWithin: RegExp
    readonly deflected: RegExp
    readonly onlyIf: RegExp
    readonly takeBack: RegExp
    readonly turnedBack: RegExp
    readonly tappedYes: RegExp
    readonly tappedNo: RegExp
    readonly backchannel: RegExp
  }
}
