import { followCalls } from '../../bench/follow-calls.ts'
import { ServiceProcess } from '../../bench/service-process.ts'
import { withDirectory } from '../../bench/temporary-directory.ts'
import type { CallAudio } from '../../fork/audio-source.ts'
import { wasHeard } from '../../fork/call-report.ts'
import { FRAME_MS } from '../../fork/fork-peer.ts'
import { Pacer } from '../../fork/pacer.ts'
import { playCall } from '../../fork/play-call.ts'
import { prepareFork } from '../../fork/prepare-fork.ts'
import { systemClock } from '../../server/audio/clock.ts'
import type { CallEvent, EventOf } from '../../server/call/call-event.ts'
import type { FollowedCall, FollowedSegment } from './solver.ts'

/**
 * The site's settings of recogniser and endpointing hold, and nothing else of its environment: a call that is played
 * here must not land in its database, nor be kept from the service.
 */
const OWN_ENVIRONMENT = {
  HTTP_HOST: '',
  FORK_HOST: '',
  FORK_ALLOW: '',
  FORK_TOKEN: '',
  DATABASE_URL: '',
  KEYS_DIR: '',
  NOTICE_POLICY: 'pbx',
  RESUME_SECONDS: '1',
  LOG_LEVEL: 'info',
} as const

/** The service as a process of its own, fed over the wire as a PBX does and followed as a page does. */
export class LiveService {
  readonly #service: ServiceProcess
  readonly #stop: () => Promise<void>

  private constructor(service: ServiceProcess, stop: () => Promise<void>) {
    this.#service = service
    this.#stop = stop
  }

  static async start(): Promise<LiveService> {
    const started = Promise.withResolvers<ServiceProcess>()
    const over = Promise.withResolvers<void>()
    const life = withDirectory(async (DATA_DIR) => {
      const service = await ServiceProcess.start({ ...OWN_ENVIRONMENT, DATA_DIR })
      started.resolve(service)
      await over.promise
      await service.stop('SIGTERM')
    })
    life.catch(started.reject)
    return new LiveService(await started.promise, () => {
      over.resolve()
      return life
    })
  }

  /** Plays a call in real time, two channels at 8 kHz A-law, and says what reached the page, and when. */
  async follow(audio: CallAudio): Promise<FollowedCall> {
    const fork = prepareFork(audio, 'freeswitch', { layout: 'stereo' })
    const events: Arrived[] = []
    const following = followCalls(this.#service.pages, 1, ({ event }) =>
      events.push({ event, at: systemClock.now() }),
    )
    const pacer = new Pacer(systemClock)
    const target = { host: '127.0.0.1', port: this.#service.freeswitchPort }
    const report = await playCall({ fork, target, call: crypto.randomUUID(), pacer })
    const firstFrameAt = report.connections[0]?.firstFrameAt
    if (!wasHeard(report) || firstFrameAt == null)
      throw new Error('the service did not take the call to its end')
    const [call] = await following
    await call?.ended
    return { segments: segmentsOf(events, firstFrameAt), lateMs: pacer.lateness.p99Ms }
  }

  close(): Promise<void> {
    return this.#stop()
  }
}

interface Arrived {
  readonly event: CallEvent
  /** The reading of the clock that the frames were sent by. */
  readonly at: number
}

/** Everything in milliseconds of the recording. A PBX sends a frame once it has all of it, so the first ends there. */
function segmentsOf(arrived: readonly Arrived[], firstFrameAt: number): FollowedSegment[] {
  const ended = arrived.find(({ event }) => event.kind === 'call.ended')
  if (!ended) throw new Error('the call did not end')
  // While audio arrives call time runs up to a frame ahead of the clock; at the end, with no audio, it does not.
  const zeroAt = ended.at - ended.event.atMs
  const heard = (callMs: number) => zeroAt + callMs - firstFrameAt
  const shown = (at: number) => at - firstFrameAt + FRAME_MS
  const all = <Kind extends CallEvent['kind']>(kind: Kind) =>
    arrived.filter((one): one is Arrived & { event: EventOf<Kind> } => one.event.kind === kind)
  return all('speech.ended').flatMap(({ event, at }) => {
    const { role, segmentId } = event
    if (role === 'mixed') return []
    const ofSegment = (one: { event: { segmentId: string } }) => one.event.segmentId === segmentId
    const final = all('transcript.final').find(ofSegment)
    return {
      role,
      startMs: heard(event.startMs),
      endMs: heard(event.endMs),
      endpointAtMs: shown(at),
      partials: all('transcript.partial')
        .filter(ofSegment)
        .map((one) => ({ coversToMs: heard(one.event.endMs), atMs: shown(one.at) })),
      finalAtMs: final ? shown(final.at) : null,
    }
  })
}
