import { type App, buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { StartError } from './start-error.ts'
import { createLogger } from './telemetry/log.ts'

/** The last words and the last rows get this long when the service is told to stop (ms). */
const CLOSE_MS = 10_000

try {
  const config = readConfig(process.env)
  const log = createLogger(config.LOG_LEVEL)
  const app = await buildApp(config, { log })
  const addresses = await app.listen()
  log.info({ ...addresses, readyMs: Math.round(performance.now()) }, 'ready')
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void shutDown(app))
} catch (error) {
  if (!(error instanceof StartError)) throw error
  // A value or a database's own words may hold line ends.
  process.stderr.write(`hotline-sidecar: ${error.message.replaceAll(/[\p{Cc}\s]+/gu, ' ')}\n`)
  process.exit(2)
}

async function shutDown(app: App): Promise<void> {
  setTimeout(() => process.exit(1), CLOSE_MS).unref()
  await app.close()
  process.exit(0)
}
