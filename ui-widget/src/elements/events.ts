import type { LiveCommand } from '../../../server/call/live-message.ts'

/** The person asks for something to be done to the call. */
export class LiveCommandEvent extends Event {
  static readonly type = 'live-command'
  readonly command: LiveCommand['type']

  constructor(command: LiveCommand['type']) {
    super(LiveCommandEvent.type, { bubbles: true, composed: true })
    this.command = command
  }
}

/** The person chose a call, or went back to the list (`null`). */
export class CallChosenEvent extends Event {
  static readonly type = 'call-chosen'
  readonly callId: string | null

  constructor(callId: string | null) {
    super(CallChosenEvent.type, { bubbles: true, composed: true })
    this.callId = callId
  }
}

declare global {
  interface HTMLElementEventMap {
    'live-command': LiveCommandEvent
    'call-chosen': CallChosenEvent
  }
}
