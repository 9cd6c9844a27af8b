import type { Unwritten } from '../../call/call-event.ts'
import type { Observer } from '../../call/call-session.ts'
import type { CallState, Segment } from '../../call/call-state.ts'
import { type Assessment, NOTHING_YET } from './assessment.ts'
import { Assessor } from './assessor.ts'
import { readingOf } from './reading.ts'
import type { RiskLexicon } from './risk-lexicon.ts'
import type { RiskProtocol } from './risk-protocol.ts'

/** Runs the risk assessment on a call. */
export function riskObserver(risk: RiskProtocol, lexicon: RiskLexicon): Observer {
  const assessor = new Assessor(lexicon, risk)
  const known = new WeakMap<Segment, { before: Assessment; after: Assessment }>()
  const assess = (segments: readonly Segment[]): Assessment =>
    segments.reduce((before, segment) => {
      const last = known.get(segment)
      if (last?.before === before) return last.after
      const after = assessor.next(before, segment)
      known.set(segment, { before, after })
      return after
    }, NOTHING_YET)
  return (state, event) => {
    if (event.kind === 'call.started') return [opened(risk)]
    if (event.kind !== 'transcript.final') return []
    return changes(state, assess(state.segments), risk)
  }
}

function changes(state: CallState, { items }: Assessment, risk: RiskProtocol): Unwritten[] {
  return [...items.values()].flatMap((marks) => {
    const reading = readingOf(risk, marks)
    if (!reading) return []
    const shown = state.guidance.items.find(
      ({ source, item, whose }) =>
        source.protocol === risk.protocol && item === marks.item && whose === marks.whose,
    )
    return JSON.stringify(shown) === JSON.stringify(reading)
      ? []
      : [{ kind: 'guidance.item' as const, ...reading }]
  })
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
