import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CallEvent, type CallEventKind, isStored } from '../../../server/call/call-event.ts'
import { splitWords, WORDS } from '../../../server/store/words.ts'

/** Free text that is nobody's words: it may be stored in the clear. */
const PLAIN_TEXT = ['call.started recognizer.name']

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
    'of %s are all sealed',
    (kind, option) => {
      if (!isStored({ kind } as CallEvent)) return
      const sealed: readonly string[] = (WORDS as { [K in CallEventKind]?: readonly string[] })[kind] ?? []
      const free = freeText(z.toJSONSchema(option)).filter(
        (field) => !PLAIN_TEXT.includes(`${kind} ${field}`),
      )
      expect(free).toEqual([...sealed])
    },
  )

  it('are taken out of an event, and nothing else is', () => {
    const span = { atMs: 9, role: 'caller', segmentId: 'c1', startMs: 0, endMs: 8 } as const
    expect(splitWords({ kind: 'transcript.final', ...span, text: '你好' })).toEqual({
      words: { text: '你好' },
      rest: { kind: 'transcript.final', ...span },
    })
    const left = { kind: 'leg.left', atMs: 1, role: 'caller', reason: 'idle' } as const
    expect(splitWords(left)).toEqual({ words: null, rest: left })
  })
})
