import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import helmet from '@fastify/helmet'
import serveStatic from '@fastify/static'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance } from 'fastify'
import type { CallRegistry } from '../call/call-registry.ts'
import type { CorrectRedaction } from '../correct-redaction.ts'
import type { Sealing } from '../sealing.ts'
import type { Recognizer } from '../speech/recognizer.ts'
import { StartError } from '../start-error.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { health } from './health.ts'
import { letGoOnClose } from './let-go.ts'
import { liveSockets } from './live-sockets.ts'
import { redactionCorrections } from './redaction-corrections.ts'
import { sameOrigin } from './same-origin.ts'
import { seals } from './seals.ts'

const BUILT_PAGES = fileURLToPath(new URL('../../ui-widget/dist', import.meta.url))

/** The HTTP server for people: pages, live sockets, health. It does not listen yet. */
export async function buildPages(parts: {
  registry: CallRegistry
  recognizer: Recognizer
  metrics: Metrics
  correctRedaction: CorrectRedaction
  sealing: Sealing
}): Promise<FastifyInstance> {
  if (!existsSync(BUILT_PAGES)) throw new StartError('the pages are not built: run "npm run prepare"')
  const app = Fastify({ bodyLimit: 64 * 1024, logger: false })
  app.addHook('onRequest', sameOrigin)
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: false,
  })
  await app.register(websocket, { options: { maxPayload: 16 * 1024, perMessageDeflate: false } })
  letGoOnClose(app)
  await app.register(health(parts.registry, parts.recognizer, parts.metrics))
  await app.register(liveSockets(parts.registry))
  await app.register(redactionCorrections(parts.correctRedaction, parts.metrics))
  await app.register(seals(parts.sealing))
  await app.register(serveStatic, { root: BUILT_PAGES })
  return app
}
