import type { Observer } from '../../call/call-session.ts'
import type { PlainSegments } from '../special/cue.ts'
import { metBy } from '../special/risk-condition.ts'
import type { ClosingProtocol } from './closing-protocol.ts'
import { noteItems, shown } from './items.ts'

/**
 * What is asked before a call with thoughts of suicide ends. It opens once the risk assessment gives cause, notes what
 * was done before that too, and nothing closes it: a call in which an admission is taken back keeps it.
 */
export function closingObserver(rules: ClosingProtocol, plain: PlainSegments): Observer {
  const { protocol, version, title, items, when } = rules
  const note = noteItems(rules, plain)
  return (state, event) => {
    const isOpen = state.guidance.protocols.some((one) => one.protocol === protocol)
    if (isOpen && event.kind === 'transcript.final') {
      const segment = state.segments.find(({ segmentId }) => segmentId === event.segmentId)
      return segment ? note(state, [segment]) : []
    }
    // On a tick, since several events of the assessment may stand in one line.
    if (isOpen || event.kind !== 'clock.tick' || !metBy(when, state.guidance)) return []
    return [
      { kind: 'guidance.opened', protocol, version, title, items: shown(items) },
      ...note(state, state.segments),
    ]
  }
}
