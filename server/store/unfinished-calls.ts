import type { Clock } from '../audio/clock.ts'
import type { LoggedEvent } from '../call/call-event.ts'
import type { Restored } from '../call/call-session.ts'
import { CallDamaged } from './call-damaged.ts'
import type { CallLog, OpenCall } from './call-log.ts'
import type { CallDoor } from './call-recorder.ts'

/** How long after its last event a call may still be taken up again after a restart (ms). */
const TAKEN_UP_WITHIN_MS = 10 * 60_000

interface Waiting {
  readonly call: OpenCall
  readonly restored: Restored
}

/**
 * Calls that an earlier process of the service left open. A PBX that comes back within ten minutes goes on with
 * its call in the same log; after that the call is ended as lost.
 */
export class UnfinishedCalls {
  readonly #log: CallLog
  readonly #door: CallDoor
  readonly #waiting = new Map<string, Waiting>()

  private constructor(log: CallLog, door: CallDoor) {
    this.#log = log
    this.#door = door
  }

  static async load(log: CallLog, door: CallDoor, clock: Clock): Promise<UnfinishedCalls> {
    const calls = new UnfinishedCalls(log, door)
    for (const call of await log.openCalls()) {
      const leftMs = call.startedAt.getTime() + call.lastAtMs + TAKEN_UP_WITHIN_MS - clock.date().getTime()
      if (call.lastSeq === 0 || leftMs <= 0) {
        await calls.#end(call)
        continue
      }
      const events = await readUndamaged(log, call.callId)
      if (!events) continue
      const key = keyOf(call.refHash)
      calls.#waiting.set(key, { call, restored: { ...call, events } })
      clock.after(leftMs, () => {
        const waiting = calls.#waiting.get(key)
        if (calls.#waiting.delete(key) && waiting) void calls.#end(waiting.call)
      })
    }
    return calls
  }

  /** Hands the call over to whoever goes on with it. */
  take(refHash: Uint8Array): Restored | null {
    const key = keyOf(refHash)
    const waiting = this.#waiting.get(key)
    this.#waiting.delete(key)
    return waiting?.restored ?? null
  }

  /**
   * Where the next event of a call goes that nobody has taken up yet; null where there is none of this name. Asked
   * once an event: whoever goes on with the call numbers behind it.
   */
  nextPlace(callId: string): { seq: number; atMs: number } | null {
    for (const [key, { call, restored }] of this.#waiting) {
      if (call.callId !== callId) continue
      const seq = call.lastSeq + 1
      this.#waiting.set(key, { call: { ...call, lastSeq: seq }, restored: { ...restored, lastSeq: seq } })
      return { seq, atMs: call.lastAtMs }
    }
    return null
  }

  async #end({ callId, lastSeq, lastAtMs }: OpenCall): Promise<void> {
    const ended = { seq: lastSeq + 1, event: { kind: 'call.ended', atMs: lastAtMs, reason: 'lost' } } as const
    await this.#log.append(callId, [await this.#door.pass(ended)])
  }
}

/** The call's events; null where its rows do not open or its beginning is gone: it is left for a person to look at. */
async function readUndamaged(log: CallLog, callId: string): Promise<LoggedEvent[] | null> {
  try {
    const events = await log.read(callId)
    return events[0]?.event.kind === 'call.started' ? events : null
  } catch (error) {
    if (error instanceof CallDamaged) return null
    throw error
  }
}

function keyOf(refHash: Uint8Array): string {
  return Buffer.from(refHash).toString('hex')
}
