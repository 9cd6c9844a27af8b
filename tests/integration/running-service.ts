import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Addresses, type App, buildApp, type Overrides } from '../../server/app.ts'
import { type Clock, systemClock } from '../../server/audio/clock.ts'
import { readConfig } from '../../server/config.ts'
import { DEMO_LABELS } from './speech/demo-turns.ts'

/** The whole service in this process, on free ports and a data directory of its own, with what it logged. */
export interface RunningService extends Addresses {
  readonly app: App
  readonly dataDir: string
  readonly log: string[]
  stop(): Promise<void>
}

/** Starts the service with the scripted recogniser, unless `env` says otherwise. */
export async function startService(
  env: Readonly<Record<string, string>> = {},
  clock: Clock = systemClock,
  overrides: Overrides = {},
): Promise<RunningService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hotline-'))
  const log: string[] = []
  const config = readConfig({
    HTTP_PORT: '0',
    FREESWITCH_PORT: '0',
    AUDIOSOCKET_PORT: '0',
    AUDIOSOCKET_FORMAT: 'slin8',
    RECOGNIZER: 'scripted',
    SCRIPT: DEMO_LABELS,
    RESUME_SECONDS: '0',
    DATA_DIR: dataDir,
    ...env,
  })
  const app = await buildApp(config, {
    clock,
    log: pino({ level: 'debug' }, { write: (line) => log.push(line) }),
    ...overrides,
  })
  const addresses = await app.listen()
  return {
    ...addresses,
    app,
    dataDir,
    log,
    async stop() {
      await app.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
