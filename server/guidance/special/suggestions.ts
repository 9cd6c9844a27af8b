import type { Segment } from '../../call/call-state.ts'
import type { Evidence } from '../../call/events/guidance-events.ts'
import { type Cue, type Find, has, type PlainSegments } from './cue.ts'

/** How far back an answer looks for its question (segments), since backchannels stand between. */
const QUESTION_WITHIN = 5
/** Words that are known by their sound only count this much of the cue. */
const BY_SOUND = 0.7
/** Where it is not known who speaks, everything needs that much more. */
const MIXED_MORE = 1.5

/** What the cues of a list add up to in a part of what was said, each as often as it may count. */
export interface CueScore {
  readonly score: number
  readonly evidence: readonly Evidence[]
  /** In how many segments a cue was counted. */
  readonly counted: ReadonlyMap<Cue, number>
  readonly turns: Readonly<Record<Segment['role'], number>>
}

const NOTHING: CueScore = {
  score: 0,
  evidence: [],
  counted: new Map(),
  turns: { caller: 0, responder: 0, mixed: 0 },
}

/**
 * Adds up the cues of a list in all that was said. What a call's beginning adds up to is remembered with the segment
 * that it ends with, so that a call's next words cost the same after two hours as after two minutes.
 */
export function cueScore(
  found: (segment: Segment) => readonly Find[],
  plain: PlainSegments,
): (segments: readonly Segment[]) => CueScore {
  const known = new WeakMap<Segment, { length: number; sum: CueScore }>()
  return (segments) => {
    let length = segments.length
    // A segment that came late stands in the middle: what was summed up behind it is summed up again.
    while (length > 0 && known.get(segments[length - 1] as Segment)?.length !== length) length -= 1
    let sum = length > 0 ? (known.get(segments[length - 1] as Segment)?.sum ?? NOTHING) : NOTHING
    for (let i = length; i < segments.length; i++) {
      const segment = segments[i] as Segment
      sum = withSegment(sum, segments, i, found(segment), plain)
      known.set(segment, { length: i + 1, sum })
    }
    return sum
  }
}

function withSegment(
  before: CueScore,
  segments: readonly Segment[],
  at: number,
  finds: readonly Find[],
  plain: PlainSegments,
): CueScore {
  const { role } = segments[at] as Segment
  const turns = { ...before.turns, [role]: before.turns[role] + 1 }
  const counting = finds.filter(
    ({ cue }) => (before.counted.get(cue) ?? 0) < cue.most && stands(cue, segments, at, turns[role], plain),
  )
  if (counting.length === 0) return { ...before, turns }
  const counted = new Map(before.counted)
  let { score } = before
  for (const { cue, bySound } of counting) {
    counted.set(cue, (counted.get(cue) ?? 0) + 1)
    score += (cue.weight * (bySound ? BY_SOUND : 1)) / (role === 'mixed' ? MIXED_MORE : 1)
  }
  const evidence = counting.filter(({ cue }) => cue.weight > 0).map((find) => find.evidence)
  return { score, evidence: [...before.evidence, ...evidence], counted, turns }
}

/** Whether a cue counts at its place in the call: how late it is, and what it answers. */
export function stands(
  cue: Cue,
  segments: readonly Segment[],
  at: number,
  turn: number,
  plain: PlainSegments,
): boolean {
  if (turn > cue.first || turn <= cue.later) return false
  if (!cue.answers && !cue.notAnswering) return true
  const before = questionBefore(segments, at, plain)
  return (!cue.answers || has(cue.answers, before)) && !(cue.notAnswering && has(cue.notAnswering, before))
}

/** What the other party said last before a segment. */
function questionBefore(segments: readonly Segment[], at: number, plain: PlainSegments): string {
  const { role } = segments[at] as Segment
  const isOther = (one: Segment | undefined) => one !== undefined && (one.role !== role || role === 'mixed')
  let last = at - 1
  while (last > at - QUESTION_WITHIN && segments[last] && !isOther(segments[last])) last -= 1
  let text = ''
  for (let i = last; i > last - 2 && isOther(segments[i]); i--)
    text = plain(segments[i] as Segment).text + text
  return text
}
