import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { LegRate, LegRole } from '../audio/leg.ts'
import { callerNumber } from './caller-number.ts'
import { PbxCall } from './leg-identity.ts'
import type { RefusalReason } from './refusal.ts'

const RATES: Record<string, LegRate> = { '8000': 8000, '8k': 8000, '16000': 16000, '16k': 16000 }

const Rate = z
  .union([z.string(), z.number()])
  .transform((value) => RATES[String(value)])
  .refine((rate) => rate !== undefined)

/** What a FreeSWITCH fork can say of itself; what it leaves open is undefined. */
const ForkParameters = z.object({
  call: PbxCall.optional(),
  layout: z.enum(['mono', 'mixed', 'stereo']).optional(),
  /** Who is heard in mono, or on the left in stereo. */
  left: z.enum(['caller', 'responder']).optional(),
  rate: Rate.optional(),
  /** The caller's number. */
  caller: z.string().optional(),
})
export type ForkParameters = z.infer<typeof ForkParameters>

/** The role of each channel of a layout, left first. The dialplan forks the caller's own channel by default. */
export function channelRoles({ layout = 'mono', left = 'caller' }: ForkParameters): readonly LegRole[] {
  if (layout === 'mixed') return ['mixed']
  if (layout === 'mono') return [left]
  return left === 'caller' ? ['caller', 'responder'] : ['responder', 'caller']
}

/** Reads the URL's query, then the subprotocol (`call.ID`), which names only the call. */
export function parametersFromRequest(request: IncomingMessage, query: URLSearchParams): Announced {
  const leg = query.get('leg')
  return checked({
    call: query.get('call') ?? callInSubprotocol(request.headers['sec-websocket-protocol']),
    layout: query.get('layout') ?? (leg === 'mixed' ? 'mixed' : undefined),
    left: query.get('left') ?? (leg === 'mixed' ? undefined : (leg ?? undefined)),
    rate: query.get('rate') ?? undefined,
    caller: callerNumber(query.get('caller')),
  })
}

/** Fills what the URL left open from a metadata object; jambonz and plain callId-style keys alike. */
export function withMetadata(known: ForkParameters, metadata: Record<string, unknown>): Announced {
  const call = metadata.call ?? metadata.callId ?? metadata.callSid ?? metadata.uuid
  return checked({
    call: known.call ?? (typeof call === 'number' ? String(call) : call),
    layout: known.layout ?? metadata.layout ?? metadata.mixType,
    left: known.left ?? metadata.left,
    rate: known.rate ?? metadata.rate ?? metadata.sampleRate,
    caller: known.caller ?? callerIn(metadata, known.left ?? metadata.left),
  })
}

/**
 * The caller's number in a metadata object. `from` and `callerId` are those of whoever rang the forked
 * channel: on the responder's own, and in a call that the hotline made, that is not the caller.
 */
export function callerIn(metadata: Record<string, unknown>, left: unknown): string | undefined {
  const named = callerNumber(metadata.caller)
  if (named || left === 'responder' || metadata.direction === 'outbound') return named
  return callerNumber(metadata.from) ?? callerNumber(metadata.callerId)
}

type Announced = { readonly parameters: ForkParameters } | { readonly refused: RefusalReason }

function checked(said: Record<keyof ForkParameters, unknown>): Announced {
  if (said.call === '') return { refused: 'missing-identity' }
  const { success, data, error } = ForkParameters.safeParse(said)
  if (success) return { parameters: data }
  switch (error.issues[0]?.path[0]) {
    case 'call':
      return { refused: 'hostile-identity' }
    case 'rate':
      return { refused: 'unsupported-rate' }
    default:
      return { refused: 'bad-parameters' }
  }
}

function callInSubprotocol(offered: string | undefined): string | undefined {
  const named = offered?.split(',').find((name) => name.trim().startsWith('call.'))
  return named?.trim().slice('call.'.length)
}
