import { z } from 'zod'
import type { Unwritten } from './call-event.ts'
import type { CallState } from './call-state.ts'
import { NudgeKey } from './events/nudge-events.ts'
import { SpecialKind } from './events/special-events.ts'

/** What the responder answers to guidance on the page of a call. */
export const GuidanceCommand = z.discriminatedUnion('type', [
  /** This is such a call; `insteadOf` is the label that was wrong. */
  z.object({ type: z.literal('special-confirm'), special: SpecialKind, insteadOf: SpecialKind.optional() }),
  z.object({ type: z.literal('special-dismiss'), special: SpecialKind }),
  z.object({ type: z.literal('nudge-snooze'), key: NudgeKey }),
  z.object({ type: z.literal('nudge-acknowledge'), key: NudgeKey }),
])
export type GuidanceCommand = z.infer<typeof GuidanceCommand>

/** What an answer writes into the call. One that was carried out already, or is about nothing on the page, is none. */
export function eventsOf(command: GuidanceCommand, state: CallState): Unwritten[] {
  switch (command.type) {
    case 'special-confirm': {
      const { special, insteadOf = null } = command
      if (statusOf(state, special) === 'confirmed' || special === insteadOf) return []
      return [{ kind: 'special.confirmed', special, insteadOf, by: 'responder' }]
    }
    case 'special-dismiss': {
      if (statusOf(state, command.special) === 'dismissed') return []
      return [{ kind: 'special.dismissed', special: command.special, by: 'responder' }]
    }
    case 'nudge-snooze': {
      const nudge = state.nudges.shown.find(({ key }) => key === command.key)
      if (!nudge || nudge.stays) return []
      const untilMs = state.atMs + nudge.snoozeMs
      return [{ kind: 'nudge.snoozed', key: nudge.key, untilMs, by: 'responder' }]
    }
    case 'nudge-acknowledge': {
      const isShown = state.nudges.shown.some(({ key }) => key === command.key)
      return isShown ? [{ kind: 'nudge.acknowledged', key: command.key, by: 'responder' }] : []
    }
  }
}

function statusOf({ special }: CallState, kind: SpecialKind): string | undefined {
  return special.callers.find((reading) => reading.special === kind)?.status
}
