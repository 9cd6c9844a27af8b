import type { Clock } from '../audio/clock.ts'
import type { LoggedEvent } from '../call/call-event.ts'
import { CallRedaction } from './call-redaction.ts'
import type { Redacted } from './redacted.ts'
import type { Findings, RecognitionFailure, Redactor } from './redactor.ts'

/** The one way from memory to disk, logs, prompts and exports. */
export interface Door {
  /**
   * The door of one call. `stored` are the events of a call that goes on after a restart; `onCorrected` is told
   * events that were let through and have to be written again with more of their words redacted.
   */
  forCall(
    stored?: readonly LoggedEvent[],
    onCorrected?: (corrected: readonly Redacted<LoggedEvent>[]) => void,
  ): CallRedaction
}

export interface DoorOptions {
  readonly redactor: Redactor
  readonly clock: Clock
  /** Called for each text that had to be masked whole. */
  readonly onDegraded: (reason: RecognitionFailure) => void
  /** Called when a text is searched again after one was not. */
  readonly onRecovered: () => void
}

export function createDoor({ redactor, clock, onDegraded, onRecovered }: DoorOptions): Door {
  let degraded = false
  const note = (findings: Findings) => {
    if ('failure' in findings) onDegraded(findings.failure)
    else if (degraded) onRecovered()
    degraded = 'failure' in findings
  }
  return {
    forCall: (stored = [], onCorrected = () => {}) =>
      new CallRedaction({ redactor, clock, stored, note, onCorrected }),
  }
}
