import type { Unwritten } from '../../call/call-event.ts'
import type { Observer } from '../../call/call-session.ts'
import type { CallState, Segment } from '../../call/call-state.ts'
import type { ItemReading } from '../../call/events/guidance-events.ts'
import { type Assessment, NOTHING_YET, type Signal } from './assessment.ts'
import { Assessor } from './assessor.ts'
import { withKept } from './kept-reading.ts'
import { type ItemMarks, keyOf, type OfWhom } from './marks.ts'
import { readingOf } from './reading.ts'
import type { RiskLexicon } from './risk-lexicon.ts'
import type { RiskProtocol } from './risk-protocol.ts'

/**
 * Runs the risk assessment on a call: reads the transcript anew at every settled segment and writes what changed. What
 * was known after a segment is remembered as long as that segment is, so that only new ones cost anything.
 */
export function riskObserver(risk: RiskProtocol, lexicon: RiskLexicon): Observer {
  const assessor = new Assessor(lexicon, risk)
  const readings = new WeakMap<ItemMarks, ItemReading | null>()
  const read = (marks: ItemMarks): ItemReading | null => {
    if (!readings.has(marks)) readings.set(marks, readingOf(risk, marks))
    return readings.get(marks) ?? null
  }
  const remembered = new WeakMap<Segment, { before: Assessment; after: Assessment }>()
  const assess = (segments: readonly Segment[]): Assessment =>
    segments.reduce((before, segment) => {
      const last = remembered.get(segment)
      if (last?.before === before) return last.after
      const after = assessor.next(before, segment)
      remembered.set(segment, { before, after })
      return after
    }, NOTHING_YET)
  return (state, event) => {
    switch (event.kind) {
      case 'call.started':
        return [opened(risk)]
      case 'call.resumed':
        return isInForce(state, risk) ? [] : [opened(risk)]
      case 'transcript.final': {
        const assessment = assess(state.segments)
        return [...newSignals(state, assessment, risk), ...changedItems(state, assessment, risk, read)]
      }
      default:
        return []
    }
  }
}

function isInForce({ guidance }: CallState, { protocol, version }: RiskProtocol): boolean {
  return guidance.protocols.some((one) => one.protocol === protocol && one.version === version)
}

function opened({ protocol, version, title, items }: RiskProtocol): Unwritten {
  return {
    kind: 'guidance.opened',
    protocol,
    version,
    title,
    items: items.map(({ id, label, ask, clause, after }) => ({
      item: id,
      label,
      ask,
      clause,
      ...(after && { after }),
    })),
  }
}

function newSignals(
  { guidance }: CallState,
  { signals }: Assessment,
  { protocol, version }: RiskProtocol,
): Unwritten[] {
  const isKnown = ({ item, whose, evidence }: Signal) =>
    guidance.signals.some(
      (one) =>
        one.source.protocol === protocol &&
        one.signal === item &&
        one.whose === whose &&
        one.evidence[0]?.segmentId === evidence.segmentId,
    )
  return signals
    .filter((signal) => !isKnown(signal))
    .map(({ item, whose, rule, confidence, evidence }) => ({
      kind: 'risk.signal',
      source: { protocol, version, rule },
      signal: item,
      items: [item],
      whose,
      evidence: [evidence],
      confidence,
    }))
}

function changedItems(
  state: CallState,
  { items }: Assessment,
  risk: RiskProtocol,
  read: (marks: ItemMarks) => ItemReading | null,
): Unwritten[] {
  const ofRisk = (readings: readonly ItemReading[]) =>
    readings.filter(({ source }) => source.protocol === risk.protocol)
  const [shown, left] = [ofRisk(state.guidance.items), ofRisk(state.guidance.left)]
  const cameUp = new Map<string, OfWhom>([...left, ...items.values()].map((one) => [keyOf(one), one]))
  return [...cameUp].flatMap(([key, of]) => {
    const marks = items.get(key)
    const now = marks ? read(marks) : null
    const kept = left.find((one) => isSame(one, of))
    const reading = kept ? withKept(now, kept, state.segments) : now
    const before = shown.find((one) => isSame(one, of))
    if (!reading || JSON.stringify(before) === JSON.stringify(reading)) return []
    return [{ kind: 'guidance.item' as const, ...reading }]
  })
}

function isSame(a: OfWhom, b: OfWhom): boolean {
  return a.item === b.item && a.whose === b.whose
}
