import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyPluginAsync } from 'fastify'
import type { CallRegistry } from '../call/call-registry.ts'
import type { Recognizer } from '../speech/recognizer.ts'
import type { Metrics } from '../telemetry/metrics.ts'

/** The monitor measures from one of its timers to the next: a loop that is never late shows just this (ms). */
const RESOLUTION_MS = 10

/** `/health` for whoever restarts the service, `/metrics` for Prometheus. */
export const health =
  (registry: CallRegistry, recognizer: Recognizer, metrics: Metrics): FastifyPluginAsync =>
  async (app) => {
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
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
      metrics.loopDelay.set(Math.max(0, delay.percentile(99) / 1e9 - RESOLUTION_MS / 1000))
      delay.reset()
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
    })
  }
