import { z } from 'zod'
import { Clause, GuidanceId, ProtocolId, Wording } from '../call/events/guidance-events.ts'
import { readPrompt } from '../read-prompt.ts'

const wording = z.strictObject(Wording.shape)
const clause = z.strictObject(Clause.shape)

/** What every file of `prompts/protocols/` begins with. Its version rises with every change that a call can show. */
export const protocolHead = {
  protocol: ProtocolId,
  version: z.int().positive(),
  title: wording,
}

/** What every item or step of a protocol says of itself: its name, its label, the clause that it comes from. */
export const protocolEntry = { id: GuidanceId, label: wording, clause }

/** Wording that a file suggests to the responder. */
export const suggested = wording

/**
 * Reads `prompts/protocols/ID.yaml`. Throws a `StartError` with file, line and reason where it does not fit, or calls
 * itself otherwise than its file.
 */
export function readProtocol<T extends { readonly protocol: string }>(
  id: string,
  schema: z.ZodType<T>,
): Promise<T> {
  const named = schema.refine(({ protocol }) => protocol === id, {
    path: ['protocol'],
    error: `must be ${id}, as the file is named`,
  })
  return readPrompt(`protocols/${id}.yaml`, named)
}
