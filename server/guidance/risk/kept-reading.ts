import type { Segment } from '../../call/call-state.ts'
import type { Evidence, ItemReading, ItemState } from '../../call/events/guidance-events.ts'

/** What outranks what, so that nothing is closed that something else holds open. */
const RANK: readonly ItemState[] = ['open', 'unanswered', 'denied', 'affirmed', 'contradictory']

/**
 * An item after the service was away: what is read from the words now, and what had been read before they were
 * redacted for the store. The stronger state stands; whatever no longer has its place in the transcript is dropped.
 */
export function withKept(
  now: ItemReading | null,
  kept: ItemReading,
  segments: readonly Segment[],
): ItemReading {
  const lengths = new Map(segments.map(({ segmentId, text }) => [segmentId, text.length]))
  const isThere = ({ segmentId, end }: Evidence) => end <= (lengths.get(segmentId) ?? 0)
  const left: ItemReading = {
    ...kept,
    asked: kept.asked.filter((segmentId) => lengths.has(segmentId)),
    evidence: kept.evidence.filter(isThere),
    ratings: kept.ratings.filter(({ evidence }) => isThere(evidence)),
  }
  if (!now) return left
  const stronger = RANK.indexOf(left.state) > RANK.indexOf(now.state) ? left : now
  const fresh = new Set(now.evidence.map(({ segmentId }) => segmentId))
  return {
    ...stronger,
    volunteered: left.volunteered && now.volunteered,
    asked: [...new Set([...left.asked, ...now.asked])],
    evidence: [...left.evidence.filter(({ segmentId }) => !fresh.has(segmentId)), ...now.evidence],
    ratings: [...left.ratings.filter(({ evidence }) => !fresh.has(evidence.segmentId)), ...now.ratings],
  }
}
