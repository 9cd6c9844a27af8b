import { z } from 'zod'
import { PiiLabel, RiskItem, Split } from './labelled-call.ts'

/** A single utterance with what it says, for detectors; every item that is not listed is absent. */
export const SignalSentence = z.object({
  id: z.string(),
  split: Split.optional(),
  text: z.string().min(1),
  labels: z.partialRecord(RiskItem, z.boolean()),
  /** How directly it is said, 0 (nothing) to 5 (outright); reference only. */
  level: z.number().optional(),
  /** Sentences of one contrast set share a name: they differ in as little as one word. */
  contrast: z.string().optional(),
})
export type SignalSentence = z.infer<typeof SignalSentence>

/** A single utterance with its personal items. */
export const RedactionSentence = z
  .object({
    id: z.string(),
    split: Split.optional(),
    text: z.string().min(1),
    pii: z.array(z.object({ start: z.int().nonnegative(), end: z.int().positive(), type: PiiLabel })),
  })
  .superRefine(({ text, pii }, context) => {
    for (const [i, { start, end }] of pii.entries())
      if (start >= end || end > text.length)
        context.addIssue({
          code: 'custom',
          path: ['pii', i],
          message: `span [${start}, ${end}) lies outside the ${text.length} characters of the text`,
        })
  })
export type RedactionSentence = z.infer<typeof RedactionSentence>
