import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import type { CorrectRedaction } from '../correct-redaction.ts'
import { NoSuchPlace, ReviewerCorrection } from '../redaction/reviewer-correction.ts'
import type { Metrics } from '../telemetry/metrics.ts'

const Params = z.object({ callId: z.uuid() })

/** `POST /api/calls/:callId/redaction-corrections`: a reviewer says what was missed, or redacted for nothing. */
export function redactionCorrections(correct: CorrectRedaction, metrics: Metrics): FastifyPluginAsync {
  return async (app) => {
    app.post('/api/calls/:callId/redaction-corrections', async (request, reply) => {
      const params = Params.safeParse(request.params)
      const correction = ReviewerCorrection.safeParse(request.body)
      if (!params.success || !correction.success)
        return reply
          .code(400)
          .send({ refused: 'a correction has kind, segmentId, start, end and, if missed, type' })
      try {
        const { segments } = await correct(params.data.callId, correction.data)
        metrics.corrections.inc({ kind: correction.data.kind })
        return { segments }
      } catch (error) {
        if (!(error instanceof NoSuchPlace)) throw error
        return reply.code(404).send({ refused: error.message })
      }
    })
  }
}
