import { NOTHING_YET } from './assessment.ts'
import type { Assessor } from './assessor.ts'
import { readingOf } from './reading.ts'
import type { RiskProtocol } from './risk-protocol.ts'

/** What a caller's single utterance affirms of himself, by item, with confidence: it is a call of one segment. */
export function signalsOf(
  assessor: Assessor,
  protocol: RiskProtocol,
  text: string,
): Readonly<Record<string, number>> {
  const segment = { segmentId: 'c1', role: 'caller', startMs: 0, endMs: 0, text } as const
  const { items } = assessor.next(NOTHING_YET, segment)
  const readings = [...items.values()].flatMap((marks) => readingOf(protocol, marks) ?? [])
  return Object.fromEntries(
    readings
      .filter(({ whose, state }) => whose === 'caller' && (state === 'affirmed' || state === 'contradictory'))
      .map(({ item, confidence }) => [item, confidence]),
  )
}
