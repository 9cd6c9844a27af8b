import { z } from 'zod'
import type { Unwritten } from '../../call/call-event.ts'
import type { Observer } from '../../call/call-session.ts'
import { LevelName } from '../../call/events/level-events.ts'
import { protocolEntry, protocolHead, readProtocol, suggested } from '../protocol.ts'
import { metBy, RiskCondition } from './risk-condition.ts'

/** `prompts/protocols/levels.yaml`. */
const Levels = z.strictObject({
  ...protocolHead,
  levels: z
    .array(
      z.strictObject({
        ...protocolEntry,
        id: LevelName,
        measures: z.array(suggested).min(1).max(6),
        criteria: z.array(z.strictObject({ ...protocolEntry, when: RiskCondition })),
      }),
    )
    .min(1),
})
export type Levels = z.infer<typeof Levels>

export function readLevels(): Promise<Levels> {
  return readProtocol('levels', Levels)
}

/** Shows which criteria of the site's levels are met by which words. It gives no level. */
export function levelObserver({ protocol, version, title, levels }: Levels): Observer {
  return (state, event) => {
    if (event.kind === 'call.started')
      return [
        {
          kind: 'guidance.opened',
          ...{ protocol, version, title },
          items: levels.map(({ id, label, measures, clause }) => ({
            item: id,
            label,
            ask: measures,
            clause,
          })),
        },
      ]
    if (event.kind !== 'clock.tick') return []
    return levels.flatMap(({ id: level, criteria }) =>
      criteria.flatMap(({ id: criterion, label, clause, when }): Unwritten[] => {
        const evidence = metBy(when, state.guidance)
        const before = state.levels.find((one) => one.level === level && one.criterion === criterion)
        const isSame = before ? sameWords(before.evidence, evidence) : evidence === null
        if (isSame) return []
        const source = { protocol, version, rule: criterion }
        const met = evidence !== null
        return [
          { kind: 'level.criterion', source, level, criterion, label, clause, evidence: evidence ?? [], met },
        ]
      }),
    )
  }
}

function sameWords(before: readonly unknown[], now: readonly unknown[] | null): boolean {
  return now !== null && JSON.stringify(before) === JSON.stringify(now)
}
