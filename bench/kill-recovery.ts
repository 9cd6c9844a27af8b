import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { loadAudio } from '../fork/audio-source.ts'
import { regularSchedule } from '../fork/faults.ts'
import { FRAME_MS } from '../fork/fork-peer.ts'
import { Pacer } from '../fork/pacer.ts'
import { playCall } from '../fork/play-call.ts'
import { type Fork, prepareFork } from '../fork/prepare-fork.ts'
import { seededRandom } from '../fork/seeded-random.ts'
import { systemClock } from '../server/audio/clock.ts'
import type { LoggedEvent } from '../server/call/call-event.ts'
import { readConfig } from '../server/config.ts'
import { openCallLog } from '../server/store/open-call-log.ts'
import { followCalls } from './follow-calls.ts'
import { ServiceProcess } from './service-process.ts'

const DEMO = fileURLToPath(new URL('../demo/call/night-shift.flac', import.meta.url))
/** A process of the service is killed at a random moment of its first seconds with the call (ms). */
const LONGEST_LIFE_MS = 3000
/** Start-up included. */
const LONGEST_ROUND_S = 15

export interface Recovery {
  /** Events that the service said were stored. */
  readonly acknowledged: number
  /** Of those, the ones that are not in the log, or whose place was given to another event after a restart. */
  readonly lost: number
  /** Events that are in the log a second time. */
  readonly doubled: number
  /** From a kill until the service, started again, had stored an event of the call, ms. */
  readonly resumedMs: readonly number[]
  /** What is stored: one log a call. */
  readonly logs: readonly (readonly LoggedEvent[])[]
}

const Stored = z.object({ msg: z.literal('events stored'), callId: z.string(), seqs: z.array(z.int()) })

/**
 * Plays one call in real time to a service that is killed (`kill -9`) again and again and started anew on the same
 * data; each time the PBX comes back with the same call, and at last, when a segment was heard to its end, hangs up. `env` configures the service: its
 * database, directories and recogniser.
 */
export async function killAndRecover(options: {
  readonly env: Readonly<Record<string, string>>
  readonly kills: number
  readonly seed: number
}): Promise<Recovery> {
  const { kills } = options
  const env = { RESUME_SECONDS: '1', ...options.env, LOG_LEVEL: 'debug' }
  const random = seededRandom(options.seed)
  const seconds = (kills + 1) * LONGEST_ROUND_S
  const fork = prepareFork(await loadAudio({ kind: 'file', path: DEMO }, seconds), 'freeswitch', {
    layout: 'stereo',
  })
  const call = randomUUID()
  const acknowledgements = new Acknowledgements()
  const began = performance.now()

  /** Runs `meanwhile` while a new process of the service hears the call from where it is by then. */
  const live = async (
    meanwhile: (service: ServiceProcess, first: Promise<void>, hangUp: () => void) => Promise<unknown>,
  ) => {
    const life = acknowledgements.beginLife()
    const service = await ServiceProcess.start(env, life.read)
    const hangingUp = new AbortController()
    const played = playCall({
      fork: after(fork, performance.now() - began),
      target: { host: '127.0.0.1', port: service.freeswitchPort },
      call,
      pacer: new Pacer(systemClock),
      signal: hangingUp.signal,
    })
    await meanwhile(service, life.first, () => hangingUp.abort())
    await played
  }

  for (let kill = 0; kill < kills; kill++)
    await live(async (service, first) => {
      // What nobody has acknowledged yet is no call that could go on.
      if (kill === 0) await first
      await setTimeout(random() * LONGEST_LIFE_MS)
      await service.stop('SIGKILL')
      acknowledgements.killed()
    })
  await live(async (service, first, hangUp) => {
    const settled = Promise.withResolvers<void>()
    const [followed] = await followCalls(service.pages, 1, ({ event }) => {
      if (event.kind === 'transcript.final' || event.kind === 'transcript.dropped') settled.resolve()
    })
    await Promise.all([first, settled.promise])
    hangUp()
    await followed?.ended
    await service.stop('SIGTERM')
  })
  return acknowledgements.compareWith(readConfig({ ...process.env, ...env }))
}

/** What the service said was stored, life by life. */
class Acknowledgements {
  readonly resumedMs: number[] = []
  /** The life in which an event was acknowledged first, by call and number. */
  readonly #lives = new Map<string, Map<number, number>>()
  #life = 0
  #givenTwice = 0
  /** The last kill after which nothing was stored yet. */
  #killed: { readonly life: number; readonly at: number } | null = null

  /** `read` takes the lines of that life, also those that are found when it is over already. */
  beginLife(): { readonly read: (line: string) => void; readonly first: Promise<void> } {
    const life = ++this.#life
    const { promise: first, resolve } = Promise.withResolvers<void>()
    const read = (line: string) => {
      const stored = Stored.safeParse(JSON.parse(line))
      if (!stored.success || stored.data.seqs.length === 0) return
      this.#note(life, stored.data)
      resolve()
    }
    return { read, first }
  }

  killed(): void {
    this.#killed = { life: this.#life, at: this.#killed?.at ?? performance.now() }
  }

  #note(life: number, { callId, seqs }: z.infer<typeof Stored>): void {
    if (this.#killed && life > this.#killed.life) {
      this.resumedMs.push(performance.now() - this.#killed.at)
      this.#killed = null
    }
    const lives = this.#lives.get(callId) ?? new Map<number, number>()
    this.#lives.set(callId, lives)
    for (const seq of seqs) {
      if ((lives.get(seq) ?? life) !== life) this.#givenTwice += 1
      lives.set(seq, life)
    }
  }

  async compareWith(config: ReturnType<typeof readConfig>): Promise<Recovery> {
    const { log } = await openCallLog({ ...config, databaseUrl: config.DATABASE_URL })
    let lost = this.#givenTwice
    let doubled = 0
    const logs: LoggedEvent[][] = []
    for (const [callId, lives] of this.#lives) {
      const events = await log.read(callId)
      const seqs = new Set(events.map(({ seq }) => seq))
      lost += [...lives.keys()].filter((seq) => !seqs.has(seq)).length
      doubled += events.length - seqs.size
      const ofSegments = events.flatMap(({ event }) =>
        'segmentId' in event ? [`${event.kind} ${event.segmentId}`] : [],
      )
      doubled += ofSegments.length - new Set(ofSegments).size
      logs.push(events)
    }
    await log.close()
    const acknowledged = [...this.#lives.values()].reduce((sum, lives) => sum + lives.size, 0)
    return { acknowledged, lost, doubled, resumedMs: this.resumedMs, logs }
  }
}

/** What is left of a call that the PBX has been playing for `ms`, whether anybody listened or not. */
function after(fork: Fork, ms: number): Fork {
  const gone = Math.floor(ms / FRAME_MS)
  const connections = fork.connections.map(({ leg, messages }) => {
    const left = messages.slice(gone)
    return { leg, messages: left, schedule: regularSchedule(left.length) }
  })
  return { ...fork, connections }
}
