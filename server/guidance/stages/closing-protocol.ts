import { z } from 'zod'
import { protocolHead, readProtocol } from '../protocol.ts'
import type { PhraseWords } from '../special/phrase.ts'
import { RiskCondition } from '../special/risk-condition.ts'
import { ItemConfidence, itemSchema } from './items.ts'

/** `prompts/protocols/closing-after-ideation.yaml`: what is asked before a call ends in which `when` holds. */
function closingSchema(words: PhraseWords) {
  return z
    .strictObject({
      ...protocolHead,
      confidence: ItemConfidence,
      when: RiskCondition,
      items: z.array(itemSchema(words)).min(1),
    })
    .superRefine(({ items }, context) => {
      for (const [i, { id }] of items.entries())
        if (items.findIndex((other) => other.id === id) < i)
          context.addIssue({ code: 'custom', path: ['items', i, 'id'], message: 'is there twice' })
    })
}
export type ClosingProtocol = z.infer<ReturnType<typeof closingSchema>>

export function readClosingProtocol(words: PhraseWords): Promise<ClosingProtocol> {
  return readProtocol('closing-after-ideation', closingSchema(words))
}
