import { systemClock } from '../../server/audio/clock.ts'
import type { LoggedEvent } from '../../server/call/call-event.ts'
import { createDoor } from '../../server/redaction/door.ts'
import { type Redactor, startRedactor } from '../../server/redaction/redactor.ts'
import type { Party } from '../labels/labelled-call.ts'
import type { Solver } from './solver.ts'

/** The product's door, `jobs` of them side by side: a call goes through one as it does live. */
export async function startRedacting(
  jobs: number,
): Promise<{ redact: NonNullable<Solver['redact']>; close(): Promise<void> }> {
  const redactors = await Promise.all(
    Array.from({ length: jobs }, () => startRedactor({ clock: systemClock })),
  )
  let next = 0
  return {
    async redact(turns) {
      const redactor = redactors[next++ % redactors.length] as Redactor
      const failures: string[] = []
      const onDegraded = (reason: string) => failures.push(reason)
      const door = createDoor({ redactor, clock: systemClock, onDegraded, onRecovered: () => {} })
      const call = door.forCall()
      const passed = turns.map(({ role, text }, turn) => call.pass(spoken(role, text, turn)))
      // The last words wait for more to follow, until the call ends.
      const atMs = turns.length
      passed.push(call.pass({ seq: atMs + 1, event: { kind: 'call.ended', atMs, reason: 'left' } }))
      await Promise.all(passed)
      if (failures.length > 0) throw new Error(`redaction ${failures[0]}`)
      return turns.map((_, turn) =>
        call
          .spansOf(turn + 1)
          .map(({ start, end, type, score }) => ({ start, end, type, confidence: score })),
      )
    },
    async close() {
      await Promise.all(redactors.map((redactor) => redactor.close()))
    },
  }
}

function spoken(role: Party, text: string, turn: number): LoggedEvent {
  const segmentId = `${role[0]}${turn + 1}`
  return {
    seq: turn + 1,
    event: { kind: 'transcript.final', atMs: turn, role, segmentId, startMs: turn, endMs: turn, text },
  }
}
