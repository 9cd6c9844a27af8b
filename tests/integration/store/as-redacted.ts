import type { LoggedEvent } from '../../../server/call/call-event.ts'
import type { Redacted } from '../../../server/redaction/redacted.ts'

/** Passes made-up events off as redacted. Only `redaction/` can do that honestly; nothing but these tests may use it. */
export function asRedacted(...events: LoggedEvent[]): Redacted<LoggedEvent>[] {
  return events as unknown as Redacted<LoggedEvent>[]
}
