import { z } from 'zod'
import { atMs, SegmentId } from './position.ts'

/** What can be sealed: numbers and places, by the name of their kind in redaction. Names and dates of birth cannot. */
export const SealedItem = z.enum([
  ...(['phone', 'id_number', 'account', 'plate', 'other'] as const),
  ...(['address', 'school', 'org', 'hospital'] as const),
])
export type SealedItem = z.infer<typeof SealedItem>

/** What an item was sealed for: a call back that the caller agreed to, or a rescue. */
export const SealPurpose = z.enum(['follow-up', 'rescue'])
export type SealPurpose = z.infer<typeof SealPurpose>

/**
 * Who opens a seal, as the hotline names its staff: a name or a number of theirs. It is kept in the clear, so what
 * could be a telephone number is none.
 */
export const Person = z
  .string()
  .max(40)
  .regex(
    /^(?!.*[\d〇零一二三四五六七八九幺]{7})[\p{Script=Han}A-Za-z0-9]+(?:[ ._·-][\p{Script=Han}A-Za-z0-9]+)*$/u,
  )

/** The responder sealed an item of what was said. The event says where and until when, never what. */
export const SealMade = z.object({
  kind: z.literal('seal.made'),
  atMs,
  sealId: z.uuid(),
  segmentId: SegmentId,
  item: SealedItem,
  purpose: SealPurpose,
  expiresAt: z.iso.datetime(),
  by: z.literal('responder'),
})

/** Somebody read what was sealed. `text` is the reason that they typed. */
export const SealOpened = z.object({
  kind: z.literal('seal.opened'),
  atMs,
  sealId: z.uuid(),
  item: SealedItem,
  purpose: SealPurpose,
  by: Person,
  text: z.string().min(1).max(500),
})
