import type { CallEvent, CallEventKind, EventOf } from '../call/call-event.ts'

/**
 * The fields that hold what was said, of each kind that has any: they are stored sealed. Everything else is
 * stored in the clear, so a new field of free text has its line here.
 */
export const WORDS = {
  'transcript.final': ['text'],
} as const satisfies { readonly [K in CallEventKind]?: readonly (keyof EventOf<K>)[] }

/** An event's words apart from the rest of it; `words` is null where its kind has none. */
export function splitWords(event: CallEvent): {
  words: Record<string, unknown> | null
  rest: Record<string, unknown>
} {
  const rest: Record<string, unknown> = { ...event }
  if (!hasWords(event.kind)) return { words: null, rest }
  const words: Record<string, unknown> = {}
  for (const field of WORDS[event.kind]) {
    words[field] = rest[field]
    delete rest[field]
  }
  return { words, rest }
}

function hasWords(kind: CallEventKind): kind is keyof typeof WORDS {
  return Object.hasOwn(WORDS, kind)
}
