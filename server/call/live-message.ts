import { z } from 'zod'
import { LoggedEvent } from './call-event.ts'
import { CallState } from './call-state.ts'
import { GuidanceCommand } from './guidance-command.ts'

/** A line of the list of live calls. */
export const LiveCall = z.object({
  callId: z.uuid(),
  startedAt: z.iso.datetime(),
  atMs: z.int().nonnegative(),
  legs: z.array(z.object({ role: z.string(), connected: z.boolean() })),
  troubled: z.boolean(),
})
export type LiveCall = z.infer<typeof LiveCall>

/**
 * What the service says on a call's live socket. `epoch` names one life of the log in one process: a client
 * that comes back with another epoch, or with a `seq` that is gone, gets a snapshot instead of what it missed.
 */
export const LiveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), epoch: z.string(), seq: z.int().nonnegative(), state: CallState }),
  z.object({ type: z.literal('events'), epoch: z.string(), events: z.array(LoggedEvent) }),
  z.object({ type: z.literal('refused'), reason: z.enum(['unknown-call', 'bad-message']) }),
])
export type LiveMessage = z.infer<typeof LiveMessage>

/** What a page may ask for of a call itself. */
export const LiveCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('notice-given') }),
  z.object({ type: z.literal('stop-transcription') }),
  z.object({ type: z.literal('resume-transcription') }),
])
export type LiveCommand = z.infer<typeof LiveCommand>

/** Everything that a page may say on a call's live socket. */
export const PageCommand = z.discriminatedUnion('type', [LiveCommand, GuidanceCommand])
export type PageCommand = z.infer<typeof PageCommand>

/** What the service says on the socket of the list of live calls: the whole list, whenever it changed. */
export const LiveCalls = z.object({ type: z.literal('calls'), calls: z.array(LiveCall) })
export type LiveCalls = z.infer<typeof LiveCalls>
