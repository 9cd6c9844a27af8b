import WebSocket from 'ws'
import type { LoggedEvent } from '../server/call/call-event.ts'
import { LiveCalls, LiveMessage } from '../server/call/live-message.ts'

/** One call that is being followed. */
export interface Followed {
  readonly callId: string
  /** Events so far, without those that came before the socket was open. */
  readonly events: readonly LoggedEvent[]
  /** Resolves when the call has ended. */
  readonly ended: Promise<void>
}

/**
 * Follows the next `count` calls over the service's live sockets, as pages do. Resolves when that many are live;
 * `onEvent` is told every event as it arrives.
 */
export async function followCalls(
  pages: string,
  count: number,
  onEvent: (logged: LoggedEvent) => void = () => {},
): Promise<Followed[]> {
  const base = pages.replace('http', 'ws')
  const followed = new Map<string, Followed>()
  const list = new WebSocket(`${base}api/live`)
  await new Promise<void>((resolve, reject) => {
    list.on('error', reject)
    list.on('message', (data) => {
      for (const { callId } of LiveCalls.parse(JSON.parse(data.toString())).calls)
        if (!followed.has(callId)) followed.set(callId, follow(base, callId, onEvent))
      if (followed.size >= count) resolve()
    })
  })
  list.close()
  return [...followed.values()]
}

function follow(base: string, callId: string, onEvent: (logged: LoggedEvent) => void): Followed {
  const events: LoggedEvent[] = []
  const live = new WebSocket(`${base}api/calls/${callId}/live`)
  const ended = new Promise<void>((resolve, reject) => {
    live.on('error', reject)
    live.on('message', (data) => {
      const message = LiveMessage.parse(JSON.parse(data.toString()))
      if (message.type !== 'events') return
      for (const logged of message.events) {
        events.push(logged)
        onEvent(logged)
        if (logged.event.kind === 'call.ended') resolve(live.close())
      }
    })
  })
  return { callId, events, ended }
}
