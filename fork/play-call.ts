import { type AudiosocketOpening, AudiosocketPeer, audiosocketOpening } from './audiosocket-peer.ts'
import type { CallReport, ConnectionReport, Outcome } from './call-report.ts'
import { type Attachment, type Faults, noFaults, regularSchedule, suffer } from './faults.ts'
import { type ForkPeer, FRAME_MS, type WireMessage } from './fork-peer.ts'
import type { ForkTarget } from './fork-target.ts'
import { type Flavour, type FreeswitchOpening, FreeswitchPeer, freeswitchOpening } from './freeswitch-peer.ts'
import {
  type ConnectionPlan,
  type Malformation,
  malformedAudiosocket,
  malformedFreeswitch,
  type Spoil,
} from './malformed.ts'
import type { Pacer } from './pacer.ts'
import type { Fork, ForkConnection } from './prepare-fork.ts'
import { type Random, seededRandom } from './seeded-random.ts'

/** A PBX buffers two seconds; what does not fit is dropped, never waited for. */
const BUFFERED_FRAMES = 2000 / FRAME_MS
/** How long a PBX waits for the service to take a connection, or to close its side of one. */
const PATIENCE_MS = 10_000

/** One call to be played. */
export interface Play {
  readonly fork: Fork
  readonly target: ForkTarget
  /** The PBX's name for the call; for AudioSocket a UUID, whose last two digits become the leg. */
  readonly call: string
  /** Shared by all calls of this process. */
  readonly pacer: Pacer
  readonly flavour?: Flavour
  readonly faults?: Faults
  /** Makes the faults the same each time. */
  readonly seed?: number
  readonly malformed?: Malformation
  /** Hangs up as the PBX does at the end of a call. */
  readonly signal?: AbortSignal
}

/** Plays one call to its end over all its connections. What goes wrong on the wire is in the report, never thrown. */
export async function playCall(play: Play): Promise<CallReport> {
  const random = seededRandom(play.seed ?? 1)
  const connections = await Promise.all(
    play.fork.connections.map((connection) => playLeg(play, connection, random)),
  )
  return { call: play.call, connections: connections.flat() }
}

/** Plays `count` calls, each beginning `rampMs` after the one before; `callNames` gives each its name. */
export async function playCalls(
  play: Omit<Play, 'call'>,
  callNames: readonly string[],
  rampMs: number,
): Promise<CallReport[]> {
  return Promise.all(
    callNames.map(async (call, i) => {
      await pause(i * rampMs, play)
      return playCall({ ...play, call, seed: (play.seed ?? 1) + i })
    }),
  )
}

async function playLeg(play: Play, connection: ForkConnection, random: Random): Promise<ConnectionReport[]> {
  const { pacer, faults = noFaults } = play
  const plan = planFor(play, connection)
  const schedule =
    plan.messages === connection.messages ? connection.schedule : regularSchedule(plan.messages.length)
  // A malformed fork may have nothing to send, but it stays as long as the call.
  const callMs = connection.messages.length * FRAME_MS
  const reports: ConnectionReport[] = []
  let heardMs = 0
  for (const attachment of suffer(schedule, callMs, faults, random)) {
    await pause(pacer.realMs(attachment.startMs - heardMs), play)
    heardMs = attachment.endMs
    const report = await playAttachment(play, plan, connection.leg, attachment, reports.length + 1)
    reports.push(report)
    if (report.outcome !== 'dropped') break
  }
  return reports
}

interface OpenablePlan {
  readonly messages: readonly WireMessage[]
  open(): ForkPeer
}

function planFor({ fork, target, call, flavour, malformed }: Play, connection: ForkConnection): OpenablePlan {
  const { messages } = connection
  if (fork.protocol === 'freeswitch') {
    const opening = freeswitchOpening(target, flavour ?? 'mod_audio_fork', fork, connection, call)
    const plan = spoil<FreeswitchOpening>({ opening, messages }, malformedFreeswitch, malformed)
    return { messages: plan.messages, open: () => new FreeswitchPeer(plan.opening) }
  }
  const opening = audiosocketOpening(target, connection, call)
  const plan = spoil<AudiosocketOpening>({ opening, messages }, malformedAudiosocket, malformed)
  return { messages: plan.messages, open: () => new AudiosocketPeer(plan.opening) }
}

function spoil<Opening>(
  plan: ConnectionPlan<Opening>,
  ways: Partial<Record<Malformation, Spoil<Opening>>>,
  malformed: Malformation | undefined,
): ConnectionPlan<Opening> {
  if (malformed === undefined) return plan
  const way = ways[malformed]
  if (!way) throw new Error(`no ${malformed} on this protocol`)
  return way(plan)
}

async function playAttachment(
  { pacer, signal }: Play,
  { messages, open }: OpenablePlan,
  leg: ForkConnection['leg'],
  attachment: Attachment,
  attempt: number,
): Promise<ConnectionReport> {
  const sent = { firstFrameAt: null as number | null, framesSent: 0, bytesSent: 0, framesOverrun: 0 }
  const bufferBytes = BUFFERED_FRAMES * messages.reduce((longest, { length }) => Math.max(longest, length), 0)
  const peer = open()
  const report = (outcome: Outcome): ConnectionReport => ({
    leg,
    attempt,
    outcome,
    ...sent,
    answer: peer.answer,
  })

  const stopWaiting = pacer.clock.after(PATIENCE_MS, () => peer.drop())
  const opened = await peer.opened
  stopWaiting()
  if (opened !== 'accepted') return report(opened)

  const ended = Promise.withResolvers<'played' | 'hung-up'>()
  const stop = pacer.play(attachment, {
    send(frame) {
      const message = messages[frame] as WireMessage
      if (peer.bufferedBytes > bufferBytes) {
        sent.framesOverrun++
        return
      }
      peer.send(message)
      sent.firstFrameAt ??= pacer.clock.now()
      sent.framesSent++
      sent.bytesSent += message.length
    },
    congested: () => peer.bufferedBytes > bufferBytes / 2,
    done: () => ended.resolve('played'),
  })
  const hangUp = () => ended.resolve('hung-up')
  signal?.addEventListener('abort', hangUp)
  if (signal?.aborted) hangUp()

  const end = await Promise.race([ended.promise, peer.closed.then(() => 'closed' as const)])
  stop()
  signal?.removeEventListener('abort', hangUp)
  if (end === 'closed') return report('closed-early')
  if (end === 'played' && attachment.ending === 'drop') {
    peer.drop()
    await peer.closed
    return report('dropped')
  }
  peer.hangUp()
  let lingering = false
  const stopLingering = pacer.clock.after(PATIENCE_MS, () => {
    lingering = true
    peer.drop()
  })
  await peer.closed
  stopLingering()
  if (lingering) return report('not-closed')
  return report(end === 'played' ? 'completed' : 'hung-up')
}

/** Resolves after `ms`, or at once when the call is to be hung up. */
async function pause(ms: number, { pacer, signal }: Pick<Play, 'pacer' | 'signal'>): Promise<void> {
  if (ms <= 0 || signal?.aborted) return
  await new Promise<void>((resolve) => {
    const cancel = pacer.clock.after(ms, resolve)
    signal?.addEventListener(
      'abort',
      () => {
        cancel()
        resolve()
      },
      { once: true },
    )
  })
}
