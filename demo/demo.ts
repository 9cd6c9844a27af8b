import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { followCalls } from '../bench/follow-calls.ts'
import { latencies } from '../bench/latencies.ts'
import { quantile } from '../bench/quantile.ts'
import { loadAudio } from '../fork/audio-source.ts'
import { wasHeard } from '../fork/call-report.ts'
import { Pacer } from '../fork/pacer.ts'
import { playCall } from '../fork/play-call.ts'
import { prepareFork } from '../fork/prepare-fork.ts'
import { buildApp } from '../server/app.ts'
import { systemClock } from '../server/audio/clock.ts'
import { readConfig } from '../server/config.ts'
import { StartError } from '../server/start-error.ts'
import { checkStored, type LabelledCall } from './check-stored.ts'
import { TerminalView } from './terminal-view.ts'

const AUDIO = fileURLToPath(new URL('./call/night-shift.flac', import.meta.url))
const LABELS = fileURLToPath(new URL('./call/night-shift.jsonl', import.meta.url))

const exitAfterwards = process.argv.includes('--exit')
process.exitCode = await demo().catch((error) => {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`demo: ${error.message}\n`)
  return 2
})
if (exitAfterwards || process.exitCode !== 0) process.exit()

/** Starts the service, plays the bundled call into it as a PBX would, shows it, and checks what was stored. */
async function demo(): Promise<number> {
  const config = readConfig({ DATA_DIR: 'data/demo', RESUME_SECONDS: '1', LOG_LEVEL: 'warn', ...process.env })
  const app = await buildApp(config)
  const { pages, freeswitchPort } = await app.listen()
  say(
    `Ready after ${(performance.now() / 1000).toFixed(1)} s. Widget: ${pages} (no password: this machine only)`,
  )
  say('Playing a fictional call of 71 s over the FreeSWITCH fork protocol, 8 kHz A-law grade:\n')

  const view = new TerminalView(process.stdout)
  const following = followCalls(pages, 1, (logged) => view.show(logged))
  const fork = prepareFork(await loadAudio({ kind: 'file', path: AUDIO }), 'freeswitch', { layout: 'stereo' })
  const report = await playCall({
    fork,
    target: {
      host: config.FORK_HOST,
      port: freeswitchPort,
      ...(config.FORK_TOKEN && { token: config.FORK_TOKEN }),
    },
    call: `demo-${Date.now()}`,
    pacer: new Pacer(systemClock, 1),
  })
  const [call] = await following
  await call?.ended
  await app.recorded()

  const stored = await app.callLog.read(call?.callId ?? '')
  say('\nStored, redacted (words are encrypted with a key of this call):')
  for (const { event } of stored)
    if (event.kind === 'transcript.final') say(`  ${event.role.padEnd(9)} ${event.text}`)
  const { firstPartial, final } = latencies(call?.events.map(({ event }) => event) ?? [])
  say(`\nFirst words on screen after ${figures(firstPartial)}; final after the endpoint ${figures(final)}.`)
  const label: LabelledCall = JSON.parse(await readFile(LABELS, 'utf8'))
  const missing = checkStored(
    stored.map(({ event }) => event),
    label,
  )
  if (!wasHeard(report)) missing.unshift('the fork was not taken to its end')
  for (const what of missing) say(`MISSING: ${what}`)
  if (exitAfterwards) await app.close()
  else
    say(
      `\nThe service is still up at ${pages} Play the call again with: npm run fork -- --file ${AUDIO}\nCtrl-C stops it.`,
    )
  return missing.length === 0 ? 0 : 1
}

function figures(values: readonly number[]): string {
  return `${Math.round(quantile(values, 0.5))} ms (median), ${Math.round(quantile(values, 0.95))} ms (p95)`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
