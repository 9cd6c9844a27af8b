import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyPluginAsync } from 'fastify'
import type { CallRegistry } from '../call/call-registry.ts'
import type { Recognizer } from '../speech/recognizer.ts'
import type { Metrics } from '../telemetry/metrics.ts'

/** `/health` for whoever restarts the service, `/metrics` for Prometheus. */
export const health =
  (registry: CallRegistry, recognizer: Recognizer, metrics: Metrics): FastifyPluginAsync =>
  async (app) => {
    const delay = monitorEventLoopDelay({ resolution: 10 })
    delay.enable()
    app.addHook('onClose', async () => void delay.disable())

    app.get('/health', async () => ({
      status: 'ok',
      calls: registry.size,
      recognizer: recognizer.abilities.name,
    }))

    app.get('/metrics', async (_, reply) => {
      const { user, system } = process.cpuUsage()
      metrics.calls.set(registry.size)
      metrics.processCpu.set((user + system) / 1e6)
      metrics.decodingCpu.set(recognizer.decodingMs() / 1000)
      metrics.residentBytes.set(process.memoryUsage.rss())
      metrics.loopDelay.set(delay.percentile(99) / 1e9)
      delay.reset()
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
    })
  }
