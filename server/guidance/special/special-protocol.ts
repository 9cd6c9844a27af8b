import { z } from 'zod'
import { GuidanceId } from '../../call/events/guidance-events.ts'
import { SpecialKind } from '../../call/events/special-events.ts'
import type { Hear } from '../lexicon/heard.ts'
import { readSounds } from '../lexicon/sounds.ts'
import { protocolEntry, protocolHead, readProtocol, suggested } from '../protocol.ts'
import { cueSchema, phraseList } from './cue.ts'
import type { PhraseWords } from './phrase.ts'
import { RiskCondition } from './risk-condition.ts'

const confidence = z.number().min(0).max(1)
const seconds = z.number().positive()

/** How long such a call should take. `on: false` where it is another site's practice, or has no figure of its own. */
const length = z.strictObject({
  on: z.boolean(),
  label: suggested,
  marks: z
    .array(z.strictObject({ id: GuidanceId, minutes: z.number().positive(), label: suggested }))
    .min(1)
    .max(6),
  /** The limit no longer holds once this is true: a call with risk is not cut short. */
  unless: RiskCondition.optional(),
})

/** `prompts/protocols/special-KIND.yaml`. */
function specialSchema(words: PhraseWords) {
  const cue = cueSchema(words, 'caller')
  const heard = cueSchema(words, 'responder')
  return z
    .strictObject({
      ...protocolHead,
      special: SpecialKind,
      note: suggested.optional(),
      questionUntil: GuidanceId.optional(),
      /** The words that make it look like one. */
      suggest: z
        .strictObject({
          threshold: z.number().positive(),
          confidence: z.strictObject({ at: confidence, each: z.number().min(0), most: confidence }),
          /** At least one cue of each list must have been heard. */
          needs: z.array(z.array(GuidanceId).min(1)).default([]),
          /** Not before the caller has spoken so many times. */
          callerTurns: z.int().nonnegative().default(0),
          /** Not while one of these is suggested and not dismissed: what makes them fits this, too. */
          unlessSuggested: z.array(SpecialKind).default([]),
          cues: z.array(cue).min(1),
        })
        .optional(),
      /** Suggested once the number has called so often in a week. */
      history: z.strictObject({ callsThisWeek: z.int().positive(), confidence }).optional(),
      /** Suggested once this is known of the risk. */
      when: z.strictObject({ condition: RiskCondition, confidence }).optional(),
      /** The timer of a caller who says nothing. */
      silence: z
        .strictObject({
          label: suggested,
          marks: z
            .array(z.strictObject({ id: GuidanceId, at: seconds, label: suggested }))
            .min(2)
            .max(12),
          /** A sound of the caller's holds the last mark back for so long. */
          holdSeconds: seconds,
          /** Nothing is suggested while the caller cries, nor so long after. */
          voicedSeconds: seconds,
          /** Taps so soon after the responder invited an answer are one. */
          answerSeconds: seconds,
          invites: phraseList(words),
          confidence,
        })
        .optional(),
      length: length.optional(),
      steps: z
        .array(
          z.strictObject({
            ...protocolEntry,
            ask: z.array(suggested).max(6),
            /** Only after that step was done. */
            after: GuidanceId.optional(),
            /** How it is recognised that the responder did it. */
            heard: z.array(heard).min(1),
          }),
        )
        .min(1),
    })
    .superRefine((protocol, context) => {
      const steps = protocol.steps.map(({ id }) => id)
      const problem = (path: (string | number)[], message: string) =>
        context.addIssue({ code: 'custom', path, message })
      if (protocol.questionUntil && !steps.includes(protocol.questionUntil))
        problem(['questionUntil'], 'names no step')
      for (const [i, { after }] of protocol.steps.entries())
        if (after && !steps.slice(0, i).includes(after))
          problem(['steps', i, 'after'], 'names no step before it')
      const cues = protocol.suggest?.cues.map(({ id }) => id) ?? []
      for (const [i, needed] of (protocol.suggest?.needs ?? []).entries())
        for (const [j, id] of needed.entries())
          if (!cues.includes(id)) problem(['suggest', 'needs', i, j], 'names no cue')
      const marks = protocol.silence?.marks ?? []
      for (const [i, { at }] of marks.entries())
        if (at <= (marks[i - 1]?.at ?? 0))
          problem(['silence', 'marks', i, 'at'], 'must be later than the mark before')
    })
}
export type SpecialProtocol = z.infer<ReturnType<typeof specialSchema>>
export type SilenceRules = NonNullable<SpecialProtocol['silence']>

/** `prompts/protocols/special-words.yaml`: what the phrases of the other files refer to. */
const SpecialWords = z.strictObject({
  ...protocolHead,
  variants: z.record(z.string().length(1), z.string().min(1)),
  lists: z.record(z.string(), z.array(z.string().min(1)).min(1)),
})

/** Reads what the phrases of the protocols refer to. Throws a `StartError` where it does not fit. */
export async function readPhraseWords(hear: Hear): Promise<PhraseWords> {
  const [{ variants, lists }, soundsOf] = await Promise.all([
    readProtocol('special-words', SpecialWords),
    readSounds(),
  ])
  return {
    hear,
    soundsOf,
    variants: Object.fromEntries(
      Object.entries(variants).flatMap(([plain, spoken]) => [...spoken].map((char) => [char, plain])),
    ),
    lists,
  }
}

/** Reads the words and the protocols of all special callers. Throws a `StartError` where one does not fit. */
export async function readSpecialProtocols(hear: Hear): Promise<{
  words: PhraseWords
  protocols: readonly SpecialProtocol[]
}> {
  const words = await readPhraseWords(hear)
  const protocols = await Promise.all(
    SpecialKind.options.map(async (special) => {
      const schema = specialSchema(words).refine((read) => read.special === special, {
        path: ['special'],
        error: `must be ${special}, as the file is named`,
      })
      return readProtocol(`special-${special.replaceAll('_', '-')}`, schema)
    }),
  )
  return { words, protocols }
}
