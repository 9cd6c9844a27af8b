import type { Observer } from '../../call/call-session.ts'
import type { TimerReading } from '../../call/events/special-events.ts'
import { isFollowed, readingOf, sourceOf } from './labels.ts'
import { metBy } from './risk-condition.ts'
import type { SpecialProtocol } from './special-protocol.ts'

/** The timer's name within each protocol. */
const LENGTH = 'length'

/** How long a call of each kind should take, on the call's clock. A call with risk has no such limit. */
export function lengthObserver(protocols: readonly SpecialProtocol[]): Observer {
  return (state, event) => {
    if (event.kind !== 'clock.tick') return []
    return protocols.flatMap((protocol) => {
      const { length, special } = protocol
      if (!length?.on) return []
      const source = sourceOf(protocol, LENGTH)
      const before = state.special.timers.find(
        (timer) => timer.source.protocol === source.protocol && timer.source.rule === LENGTH,
      )
      if (!before && !isFollowed(state, special)) return []
      const marks = length.marks.map(({ id, minutes, label }) => ({
        mark: id,
        afterMs: minutes * 60_000,
        label,
      }))
      const stopped: TimerReading['stopped'] =
        length.unless && metBy(length.unless, state.guidance)
          ? 'risk'
          : readingOf(state, special)?.status === 'dismissed'
            ? 'dismissed'
            : null
      const due = marks.filter(({ afterMs }) => state.atMs >= afterMs).length
      if (before && before.stopped === stopped && before.reached.length === due) return []
      const reached = marks
        .slice(0, due)
        .map(({ mark }) => before?.reached.find((one) => one.mark === mark) ?? { mark, atMs: state.atMs })
      const { label } = length
      return [{ kind: 'guidance.timer', source, label, sinceMs: 0, marks, reached, heldBy: null, stopped }]
    })
  }
}
