import { z } from 'zod'
import { GuidanceId } from '../../call/events/guidance-events.ts'
import { CuePattern, Cues, CueWords } from '../lexicon/cues.ts'
import type { Hear } from '../lexicon/heard.ts'
import { readLexicon } from '../lexicon/read-lexicon.ts'
import { readSounds } from '../lexicon/sounds.ts'
import { AskForm, type RiskLexicon } from './risk-lexicon.ts'

/** What a caller says by these sounds is heard by sound too; of the rest too much sounds alike. */
const NAMED_BY_SOUND: ReadonlySet<string> = new Set(['ideation', 'plan', 'past_attempt', 'self_harm'])

/** From this confidence on a rule's words are also known by their sound. */
const SURE = 0.85

/** Reads the word lists of the risk assessment. Throws a `StartError` with file, line and reason. */
export async function readRiskLexicon(hear: Hear): Promise<RiskLexicon> {
  const [words, soundsOf] = await Promise.all([readLexicon('words.yaml', CueWords), readSounds()])
  const cues = new Cues(words)
  const pattern = CuePattern.superRefine((text, context) => {
    const problem = cues.problemOf(text)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  })
  const patterns = z.array(pattern).min(1)
  const rule = { rule: GuidanceId, cues: patterns, unless: patterns.optional() }
  const flag = z.boolean().default(false)
  const share = z.number().min(0).max(1)
  const [asks, says, answers, figures, persons] = await Promise.all([
    readLexicon(
      'risk-asks.yaml',
      z.strictObject({
        version: z.int().positive(),
        never: patterns,
        asks: z.record(
          GuidanceId,
          z.array(
            z.strictObject({
              ...rule,
              form: AskForm.default('polar'),
              turned: flag,
              raised: flag,
              scaled: flag,
              bare: flag,
              of: z.enum(['named', 'focus']).default('named'),
              unless_after: patterns.optional(),
              hides: z.array(GuidanceId).default([]),
            }),
          ),
        ),
      }),
    ),
    readLexicon(
      'risk-says.yaml',
      z.strictObject({
        version: z.int().positive(),
        negation: pattern,
        negated_after: pattern,
        not_negation: pattern,
        past: pattern,
        past_closed: pattern,
        still: pattern,
        now: pattern,
        read_back: pattern,
        of_oneself: pattern,
        only_if: pattern,
        says: z.record(
          GuidanceId,
          z.partialRecord(
            z.enum(['yes', 'no']),
            z.array(
              z.strictObject({
                ...rule,
                confidence: share,
                unasked: share.optional(),
                with: z.array(GuidanceId).optional(),
                own: flag,
                written: flag,
                raised: flag,
              }),
            ),
          ),
        ),
      }),
    ),
    readLexicon(
      'risk-answers.yaml',
      z.strictObject({
        version: z.int().positive(),
        lead: pattern,
        yes: patterns,
        no: patterns,
        again: patterns,
        assent: pattern,
        double_negative: patterns,
        admits: patterns,
        yes_within: patterns,
        no_within: patterns,
        deflected: patterns,
        only_if: patterns,
        take_back: patterns,
        turned_back: patterns,
        tapped_yes: patterns,
        tapped_no: patterns,
        backchannel: pattern,
      }),
    ),
    readLexicon(
      'figures.yaml',
      z.strictObject({
        version: z.int().positive(),
        idioms: patterns,
        games: patterns,
        stories: patterns,
        meant_otherwise: patterns,
      }),
    ),
    readLexicon(
      'persons.yaml',
      z.strictObject({
        version: z.int().positive(),
        self: pattern,
        listener: pattern,
        other: pattern,
        asked_other: pattern,
        to_self: pattern,
        saying: pattern,
        own_again: pattern,
        calls_for: pattern,
      }),
    ),
  ])
  const afterLead = (list: readonly string[]) => cues.compile(`^${answers.lead}(?:${list.join('|')})`)
  const unlessOf = (list: readonly string[] | undefined) => (list ? cues.compile(list) : null)
  return {
    hear,
    soundsOf,
    asking: cues.compile('{asking}'),
    neverAsked: cues.compile(asks.never),
    asks: Object.entries(asks.asks).flatMap(([item, rules]) =>
      rules.map(({ cues: list, unless, unless_after, ...rule }) => ({
        item,
        ...rule,
        cue: cues.compile(list, 'g'),
        sounds: cues.compileSounds(list, soundsOf),
        unless: unlessOf(unless),
        unlessAfter: unlessOf(unless_after),
      })),
    ),
    says: Object.entries(says.says).flatMap(([item, said]) =>
      (['yes', 'no'] as const).flatMap((polarity) =>
        (said[polarity] ?? []).map(({ cues: list, unless, with: beside, written, ...rule }) => ({
          item,
          says: polarity,
          ...rule,
          unasked: rule.unasked ?? (polarity === 'yes' ? rule.confidence : 0),
          beside: beside ?? null,
          cue: cues.compile(list, 'g'),
          sounds:
            NAMED_BY_SOUND.has(item) && rule.confidence >= SURE && !written
              ? cues.compileSounds(list, soundsOf)
              : null,
          unless: unlessOf(unless),
        })),
      ),
    ),
    negation: cues.compile(says.negation),
    negatedAfter: cues.compile(says.negated_after),
    notNegation: cues.compile(says.not_negation),
    past: cues.compile(says.past),
    pastClosed: cues.compile(says.past_closed),
    still: cues.compile(says.still),
    now: cues.compile(says.now),
    readBack: cues.compile(says.read_back),
    ofOneself: cues.compile(says.of_oneself),
    onlyIf: cues.compile(says.only_if),
    idioms: cues.compile(figures.idioms, 'g'),
    games: cues.compile(figures.games),
    stories: cues.compile(figures.stories),
    meantOtherwise: cues.compile(figures.meant_otherwise),
    persons: {
      self: cues.compile(persons.self, 'g'),
      listener: cues.compile(persons.listener, 'g'),
      other: cues.compile(persons.other, 'g'),
      askedOther: cues.compile(persons.asked_other, 'g'),
      toSelf: cues.compile(persons.to_self),
      saying: cues.compile(persons.saying, 'g'),
      ownAgain: cues.compile(persons.own_again, 'g'),
      callsFor: cues.compile(persons.calls_for),
    },
    answers: {
      yes: afterLead(answers.yes),
      no: afterLead(answers.no),
      admits: cues.compile(answers.admits),
      doubleNegative: cues.compile(answers.double_negative),
      again: cues.compile(answers.again),
      assent: cues.compile(answers.assent),
      yesWithin: cues.compile(answers.yes_within),
      noWithin: cues.compile(answers.no_within),
      deflected: cues.compile(answers.deflected),
      onlyIf: cues.compile(answers.only_if),
      takeBack: cues.compile(answers.take_back),
      turnedBack: cues.compile(answers.turned_back),
      tappedYes: cues.compile(answers.tapped_yes),
      tappedNo: cues.compile(answers.tapped_no),
      backchannel: cues.compile(answers.backchannel),
    },
  }
}
