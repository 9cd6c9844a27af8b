import type { z } from 'zod'

/** What a socket's text says, or null when it is not what this page's version understands. */
export function readMessage<T>(schema: z.ZodType<T>, text: string): T | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  return schema.safeParse(json).data ?? null
}
