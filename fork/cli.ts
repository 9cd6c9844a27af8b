import { systemClock } from '../server/audio/clock.ts'
import { type CallAudio, loadAudio } from './audio-source.ts'
import { wasAnswered, wasHeard } from './call-report.ts'
import { BadOptions, type ForkOptions, readOptions, USAGE } from './options.ts'
import { Pacer } from './pacer.ts'
import { playCalls } from './play-call.ts'
import { type Layout, prepareFork } from './prepare-fork.ts'
import { printReports } from './print-reports.ts'
import { UnreadableAudio } from './read-audio.ts'

process.exitCode = await run(process.argv.slice(2)).catch((error) => {
  if (!(error instanceof BadOptions || error instanceof UnreadableAudio)) throw error
  process.stderr.write(`fork: ${error.message}\n`)
  return 2
})

async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args)
  if (!options) {
    process.stdout.write(USAGE)
    return 0
  }
  const { protocol, left, rate, line, codecLie, host, port, token, flavour, faults, seed, malformed } =
    options
  const audio = await loadAudio(options.source, options.seconds)
  const layout = options.layout ?? usualLayout(options, audio)
  const fork = prepareFork(audio, protocol, { layout, left, rate, line, codecLie })
  const pacer = new Pacer(systemClock, options.speed)

  const hangUp = new AbortController()
  process.once('SIGINT', () => hangUp.abort())
  // The system clock's timers keep no process alive; between two calls there is nothing else that does.
  const alive = setInterval(() => {}, 60_000)
  const reports = await playCalls(
    {
      fork,
      target: { host, port, ...(token === undefined ? {} : { token }) },
      pacer,
      flavour,
      faults,
      seed,
      ...(malformed === undefined ? {} : { malformed }),
      signal: hangUp.signal,
    },
    options.callNames,
    options.rampMs,
  )
  clearInterval(alive)
  process.stdout.write(printReports(reports, pacer.lateness))
  const asExpected = malformed === undefined ? reports.every(wasHeard) : reports.every(wasAnswered)
  return asExpected ? 0 : 1
}

function usualLayout({ protocol }: ForkOptions, { responder }: CallAudio): Layout {
  if (!responder) return 'mono'
  return protocol === 'freeswitch' ? 'stereo' : 'two-connections'
}
