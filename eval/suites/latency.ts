import { type Metric, quantileOf, share } from '../metrics/metric.ts'
import { Tally } from '../metrics/total.ts'
import type { FollowedSegment, Solver } from '../solvers/solver.ts'
import { type BothVoices, isRecorded, type RecordedCall, readCallAudio } from './speech/call-audio.ts'
import { VOICED_FRAME_MS, type VoicedFrame, voicedFrames } from './speech/voiced-frames.ts'
import { type Finding, type Score, type Suite, slicesOf } from './suite.ts'

/** Words are sampled this often: partials come at half a second at best, so that more says no more (ms). */
const SAMPLED_EVERY_MS = 200

const median = (name: string, sample = name) => quantileOf(`${name}.p50`, 0.5, sample)
const p95 = (name: string, sample = name) => quantileOf(`${name}.p95`, 0.95, sample)

const metrics: readonly Metric[] = [
  p95('partial'),
  p95('final'),
  median('partial'),
  median('final'),
  median('endpointing'),
  p95('endpointing'),
  median('final.afterEndpoint'),
  p95('final.afterEndpoint'),
  share('partial.share'),
  share('neverShown', 'lower'),
  quantileOf('player.late', 1, 'player.late'),
]

/**
 * Words on screen, in milliseconds, of calls that are played in real time one after another. `partial`: of the voiced
 * frames of the labelled turns, one every 200 ms: from the end of the frame until the first words that cover it, which
 * are those of the final where no partial came before (`partial.share` is where one did, `neverShown` where nothing
 * ever covered it). `final`: from the last voiced frame of a segment to its final, of which `endpointing` is the part
 * until the segment was known to be over, and `final.afterEndpoint` the rest. `player.late`: by how much frames left
 * late at worst (99th percentile of a call); much above 5 ms the machine was too busy and the figures are worth nothing.
 */
export const latency: Suite = {
  name: 'latency',
  about: 'words on screen after they were said, over the wire in real time: as long as the calls are',
  metrics,
  headline: ['partial.p95', 'final.p95'],
  samples({ folder, calls }, { followCall }) {
    if (!followCall) return { unscored: 'nothing listens to calls yet' }
    const recorded = calls.filter(isRecorded)
    if (recorded.length === 0) return { unscored: 'the set has no call with audio' }
    let before: Promise<unknown> = Promise.resolve()
    return recorded.map((call) => ({
      id: call.id,
      slices: slicesOf(call),
      score() {
        // Also the reading of the next recording would make the frames of this one late.
        const score = before.then(() => scoreCall(followCall, folder, call))
        before = score.catch(() => {})
        return score
      },
    }))
  },
}

async function scoreCall(
  follow: NonNullable<Solver['followCall']>,
  folder: string,
  call: RecordedCall,
): Promise<Score> {
  const voices = await readCallAudio(folder, call.audio)
  const { segments, lateMs } = await follow(voices)
  return latenciesOf(call, voices, segments, lateMs)
}

/** What the page saw of a call, against what is voiced in it. */
export function latenciesOf(
  call: RecordedCall,
  voices: BothVoices,
  segments: readonly FollowedSegment[],
  lateMs: number,
): Score {
  const tally = new Tally()
  const voiced = voicedFrames(call, voices)
  const partial: number[] = []
  const shownTurns = new Set<number>()
  for (const frame of voiced) {
    const shown = firstShown(frame, segments)
    if (shown) shownTurns.add(frame.turn)
    if (frame.endMs % SAMPLED_EVERY_MS >= VOICED_FRAME_MS) continue
    tally.try('neverShown', shown === null)
    if (!shown) continue
    tally.try('partial.share', shown.isPartial)
    partial.push(Math.round(shown.atMs - frame.endMs))
  }
  const samples = { partial, final: [], endpointing: [], 'final.afterEndpoint': [] } as Record<
    string,
    number[]
  >
  for (const { role, startMs, endMs, endpointAtMs, finalAtMs } of segments) {
    const last = voiced
      .filter((frame) => frame.role === role && frame.endMs > startMs && frame.endMs <= endMs)
      .at(-1)
    if (!last || finalAtMs === null) continue
    samples.final?.push(Math.round(finalAtMs - last.endMs))
    samples.endpointing?.push(Math.round(endpointAtMs - last.endMs))
    samples['final.afterEndpoint']?.push(Math.round(finalAtMs - endpointAtMs))
  }
  const findings = [...new Set(voiced.map(({ turn }) => turn))]
    .filter((turn) => !shownTurns.has(turn))
    .map(
      (turn): Finding => ({
        what: 'no words of a turn',
        severity: 3,
        turns: [turn],
        expected: 'words',
        got: 'nothing',
      }),
    )
  return { counts: tally.counts, samples: { ...samples, 'player.late': [Math.ceil(lateMs)] }, findings }
}

/** The first words that cover a frame. */
function firstShown(
  { role, endMs }: VoicedFrame,
  segments: readonly FollowedSegment[],
): { atMs: number; isPartial: boolean } | null {
  const shown = segments
    .filter((segment) => segment.role === role && segment.startMs <= endMs - VOICED_FRAME_MS)
    .flatMap((segment) => [
      ...segment.partials
        .filter(({ coversToMs }) => coversToMs >= endMs)
        .map(({ atMs }) => ({ atMs, isPartial: true })),
      ...(segment.finalAtMs !== null && segment.endMs >= endMs
        ? [{ atMs: segment.finalAtMs, isPartial: false }]
        : []),
    ])
  return shown.toSorted((a, b) => a.atMs - b.atMs)[0] ?? null
}
