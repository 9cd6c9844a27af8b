import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CallEvent } from '../../../server/call/call-event.ts'
import { wordsOf } from '../../../server/call/words.ts'

/** Free text that is nobody's words: it may be stored in the clear. */
const PLAIN_TEXT = [
  'call.started recognizer.name',
  ...['title.zh', 'title.en', 'items.label.zh', 'items.label.en', 'items.ask.zh', 'items.ask.en'].map(
    (field) => `guidance.opened ${field}`,
  ),
  ...['source', 'section', 'text'].map((field) => `guidance.opened items.clause.${field}`),
  ...['special.suggested note', 'guidance.timer label', 'guidance.timer marks.label'].flatMap(wording),
  ...['nudge.shown', 'nudge.after-call', 'level.criterion'].flatMap((kind) => [
    ...wording(`${kind} label`),
    ...['source', 'section', 'text'].map((field) => `${kind} clause.${field}`),
  ]),
]

function wording(field: string): string[] {
  return [`${field}.zh`, `${field}.en`]
}

/** The fields of an event kind that may hold any text at all: strings without a list, a pattern or a format. */
function freeText(schema: z.core.JSONSchema.BaseSchema, path = ''): string[] {
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    freeText(field as z.core.JSONSchema.BaseSchema, path ? `${path}.${name}` : name),
  )
  const parts = [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), schema.additionalProperties]
  const nested = parts.flatMap((part) =>
    part && typeof part === 'object' ? freeText(part as typeof schema, path) : [],
  )
  const isFree = schema.type === 'string' && !schema.enum && schema.const === undefined && !schema.pattern
  return [...(isFree ? [path] : []), ...inner, ...nested]
}

describe('words', () => {
  it.each(CallEvent.options.map((option) => [option.shape.kind.value, option] as const))(
    'of %s are its text, and no other field of it is free text',
    (kind, option) => {
      const free = freeText(z.toJSONSchema(option)).filter(
        (field) => !PLAIN_TEXT.includes(`${kind} ${field}`),
      )
      expect(free).toEqual(wordsOf({ kind, text: '你好' } as CallEvent) === null ? [] : ['text'])
    },
  )
})
