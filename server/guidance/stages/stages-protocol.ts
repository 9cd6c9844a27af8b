import { z } from 'zod'
import { ProtocolId } from '../../call/events/guidance-events.ts'
import { protocolEntry, protocolHead, readProtocol } from '../protocol.ts'
import { cueSchema } from '../special/cue.ts'
import type { PhraseWords } from '../special/phrase.ts'
import { ItemConfidence, itemSchema } from './items.ts'

/** `prompts/protocols/stages.yaml`: the stages of an ordinary call in their order, with what each of them asks. */
function stagesSchema(words: PhraseWords) {
  return z
    .strictObject({
      ...protocolHead,
      confidence: ItemConfidence,
      /** After so many things of earlier stages in a row the call is back there. */
      back: z.int().positive(),
      stages: z
        .array(
          z.strictObject({
            ...protocolEntry,
            items: z.array(itemSchema(words)).min(1),
            /** Once a question of that protocol was asked of the caller, the call is in this stage, or later. */
            asks: ProtocolId.optional(),
            /** Words of this stage that are none of its items. */
            marks: z.array(cueSchema(words, 'responder')).default([]),
          }),
        )
        .min(2)
        .max(12),
    })
    .superRefine(({ stages }, context) => {
      const known = new Set<string>()
      const take = (id: string, path: (string | number)[]) => {
        if (known.has(id)) context.addIssue({ code: 'custom', path, message: 'is there twice' })
        known.add(id)
      }
      for (const [i, { id, items }] of stages.entries()) {
        take(id, ['stages', i, 'id'])
        for (const [j, item] of items.entries()) take(item.id, ['stages', i, 'items', j, 'id'])
      }
    })
}
export type StagesProtocol = z.infer<ReturnType<typeof stagesSchema>>

export function readStagesProtocol(words: PhraseWords): Promise<StagesProtocol> {
  return readProtocol('stages', stagesSchema(words))
}
