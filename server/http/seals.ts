import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { z } from 'zod'
import { NotSealable } from '../redaction/originals.ts'
import { OpenRequest, type Sealing, SealRequest } from '../sealing.ts'
import { NotInLog } from '../store/not-in-log.ts'
import { SealGone } from '../store/seals.ts'
import { StoreUnreachable } from '../store/store-unreachable.ts'

const InCall = z.object({ callId: z.uuid() })
const OfSeal = z.object({ sealId: z.uuid() })

type Refusal = readonly [status: number, refused: string]

const NOT_SEALABLE: Record<NotSealable['why'], Refusal> = {
  'call-is-over': [409, 'the call is not live: what was said is in memory only while it lasts'],
  'no-such-redaction': [404, 'the segment has no such redaction, or its words are not in memory any more'],
  'neither-number-nor-place': [400, 'only numbers and places can be sealed'],
}
const GONE: Record<SealGone['why'], Refusal> = {
  unknown: [404, 'there is no such seal'],
  expired: [410, 'the seal has expired: its key is destroyed'],
  damaged: [410, 'the seal does not open: its key is missing, or it was altered'],
}

/**
 * `POST /api/calls/:callId/seals`: the responder seals a number or a place of a live call.
 * `POST /api/seals/:sealId/open`: one person with a reason reads it; this answer is the only place that has the words.
 */
export function seals(sealing: Sealing): FastifyPluginAsync {
  return async (app) => {
    app.post('/api/calls/:callId/seals', async ({ params, body }, reply) => {
      const call = InCall.safeParse(params)
      const wanted = SealRequest.safeParse(body)
      if (!call.success || !wanted.success)
        return refuse(reply, 400, 'a seal has segmentId, redaction and purpose (follow-up or rescue)')
      return sealing.seal(call.data.callId, wanted.data).then(
        (made) => reply.code(201).send(made),
        (error) => answer(reply, error),
      )
    })

    app.post('/api/seals/:sealId/open', async ({ params, body }, reply) => {
      const seal = OfSeal.safeParse(params)
      const who = OpenRequest.safeParse(body)
      if (!seal.success || !who.success)
        return refuse(reply, 400, 'to open a seal takes person (a name or a number of the staff) and reason')
      return sealing.open(seal.data.sealId, who.data).then(
        (opened) => reply.header('cache-control', 'no-store').send(opened),
        (error) => answer(reply, error),
      )
    })
  }
}

function answer(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof NotSealable) return refuse(reply, ...NOT_SEALABLE[error.why])
  if (error instanceof SealGone) return refuse(reply, ...GONE[error.why])
  if (error instanceof StoreUnreachable || error instanceof NotInLog)
    return refuse(reply, 503, 'the store cannot be reached: try again')
  throw error
}

function refuse(reply: FastifyReply, status: number, refused: string): FastifyReply {
  return reply.code(status).send({ refused })
}
