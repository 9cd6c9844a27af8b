import { z } from 'zod'
import type { Segment } from '../../call/call-state.ts'
import type { Evidence } from '../../call/events/guidance-events.ts'
import { GuidanceId } from '../../call/events/guidance-events.ts'
import type { Heard } from '../lexicon/heard.ts'
import { BadPhrase, type PhrasePattern, type PhraseWords, phrasePattern } from './phrase.ts'
import { plainText } from './plain-text.ts'

export type Party = 'caller' | 'responder'

/** How far before and after a find its `notAfter` and `notBefore` reach (characters). */
const NEAR = 10

/** What was said, in plain words and by its sound, character for character. */
export interface Said extends Heard {
  readonly sounds: string
}

/** Where a cue was found; `bySound` where the recogniser wrote other words of the same sound. */
export interface Place {
  readonly start: number
  readonly end: number
  readonly bySound: boolean
}

/** Something that is recognised in what one party says. */
export interface Cue {
  readonly id: string
  readonly by: Party
  /** Below zero: it speaks against. */
  readonly weight: number
  /** It counts in that many segments. */
  readonly most: number
  /** Only in the first, or after the first, so many segments of the party. */
  readonly first: number
  readonly later: number
  /** What the other party must, or must not, have said before it. */
  readonly answers: PhrasePattern | null
  readonly notAnswering: PhrasePattern | null
  find(said: Said): Place | null
}

/** A cue as a file of `prompts/protocols/` has it; `by` is who says it where the file does not tell. */
export function cueSchema(words: PhraseWords, by: Party) {
  const phrases = phraseList(words)
  const reported = phrasePattern(words.lists.reported ?? [], words)
  return z
    .strictObject({
      id: GuidanceId,
      by: z.enum(['caller', 'responder']).default(by),
      weight: z.number().default(1),
      most: z.int().positive().default(1),
      say: phrases,
      with: phrases.optional(),
      unless: phrases.optional(),
      notAfter: phrases.optional(),
      notBefore: phrases.optional(),
      /** Whether it counts where the caller repeats what somebody else said. */
      reported: z.boolean().default(false),
      first: z.int().positive().optional(),
      later: z.int().positive().optional(),
      answers: phrases.optional(),
      notAnswering: phrases.optional(),
    })
    .transform((written): Cue => {
      const { say, with: also, unless, notAfter, notBefore } = written
      return {
        id: written.id,
        by: written.by,
        weight: written.weight,
        most: written.most,
        first: written.first ?? Number.POSITIVE_INFINITY,
        later: written.later ?? 0,
        answers: written.answers ?? null,
        notAnswering: written.notAnswering ?? null,
        find(said) {
          const { text } = said
          if (unless && has(unless, text)) return null
          if (also && !has(also, text)) return null
          for (const { start, end, bySound } of placesOf(say, said)) {
            const before = text.slice(Math.max(0, start - NEAR), start)
            if (notAfter && has(notAfter, before)) continue
            if (notBefore && has(notBefore, text.slice(end, end + NEAR))) continue
            if (!written.reported && has(reported, text.slice(0, start))) continue
            return { start, end, bySound }
          }
          return null
        },
      }
    })
}

/** A list of phrases; one that cannot be read is told at its place. */
export function phraseList(words: PhraseWords) {
  return z
    .array(z.string().min(1))
    .min(1)
    .transform((list, context) => {
      for (const [i, phrase] of list.entries())
        try {
          phrasePattern([phrase], words)
        } catch (error) {
          if (!(error instanceof BadPhrase)) throw error
          context.issues.push({ code: 'custom', path: [i], message: error.message, input: phrase })
        }
      return context.issues.length > 0 ? z.NEVER : compiled(phrasePattern(list, words))
    })
}

/** The engine compiles a pattern while it is first used: that takes a tenth of a second in all, here not in a call. */
function compiled(pattern: PhrasePattern): PhrasePattern {
  for (const each of [pattern.written, pattern.sounded]) {
    '您好'.search(each ?? '')
    '您好'.search(each ?? '')
  }
  return pattern
}

/** Whether a pattern is somewhere in a text, as written. */
export function has({ written }: PhrasePattern, text: string): boolean {
  return text.search(written) >= 0
}

function* placesOf({ written, sounded }: PhrasePattern, { text, sounds }: Said): Generator<Place> {
  for (const { index: start, 0: found } of text.matchAll(written))
    yield { start, end: start + found.length, bySound: false }
  if (!sounded) return
  for (const { index: start, 0: found } of sounds.matchAll(sounded))
    yield { start, end: start + found.length, bySound: true }
}

/** A cue in a segment. */
export interface Find {
  readonly cue: Cue
  readonly bySound: boolean
  readonly evidence: Evidence
}

/** What of a list of cues is in a segment, wherever that segment stands. Remembers each segment it has searched. */
export function cueFinder(cues: readonly Cue[], plain: PlainSegments): (segment: Segment) => readonly Find[] {
  const known = new WeakMap<Segment, readonly Find[]>()
  return (segment) => {
    const before = known.get(segment)
    if (before) return before
    const said = plain(segment)
    const found = cues.flatMap((cue) => {
      if (segment.role !== 'mixed' && cue.by !== segment.role) return []
      const place = cue.find(said)
      if (!place) return []
      const { segmentId } = segment
      const { start, end, bySound } = place
      return [{ cue, bySound, evidence: { segmentId, ...said.placeOf(start, end) } }]
    })
    known.set(segment, found)
    return found
  }
}

export type PlainSegments = (segment: Segment) => Said

/** The plain text of segments, made once for each. */
export function plainSegments({ hear, soundsOf, variants }: PhraseWords): PlainSegments {
  const known = new WeakMap<Segment, Said>()
  return (segment) => {
    const before = known.get(segment)
    if (before) return before
    const plain = plainText(hear(segment.text), variants)
    const said = { ...plain, sounds: soundsOf(plain.text) }
    known.set(segment, said)
    return said
  }
}
