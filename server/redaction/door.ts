import type { LoggedEvent } from '../call/call-event.ts'
import { wordsOf } from '../call/words.ts'
import { Placeholders } from './placeholders.ts'
import type { Redacted } from './redacted.ts'
import type { Findings, RecognitionFailure, Redactor } from './redactor.ts'

/** What stands in place of words that could not be searched for personal information. */
export const MASKED_TEXT = '[遮盖失败，原文未存]'

/** The one way from memory to disk, logs, prompts and exports. */
export interface Door {
  /** The door of one call. `stored` are the events of a call that goes on after a restart. */
  forCall(stored?: readonly LoggedEvent[]): CallDoor
}

export interface CallDoor {
  /** Resolves in the order of the calls, and never rejects: words that cannot be searched come out masked. */
  pass(logged: LoggedEvent): Promise<Redacted<LoggedEvent>>
}

export interface DoorOptions {
  readonly redactor: Redactor
  /** Called for each text that had to be masked whole. */
  readonly onDegraded: (reason: RecognitionFailure) => void
  /** Called when a text is searched again after one was not. */
  readonly onRecovered: () => void
}

export function createDoor({ redactor, onDegraded, onRecovered }: DoorOptions): Door {
  let degraded = false
  const note = (findings: Findings) => {
    if ('failure' in findings) onDegraded(findings.failure)
    else if (degraded) onRecovered()
    degraded = 'failure' in findings
  }

  return {
    forCall(stored = []) {
      const placeholders = new Placeholders()
      for (const { event } of stored) placeholders.continueAfter(wordsOf(event) ?? '')
      let before: Promise<unknown> = Promise.resolve()

      const redact = async (logged: LoggedEvent, turn: Promise<unknown>): Promise<Redacted<LoggedEvent>> => {
        const words = wordsOf(logged.event)
        if (words === null) {
          await turn
          return logged as Redacted<LoggedEvent>
        }
        const findings = await redactor.findSpans(words)
        await turn
        note(findings)
        const text = 'spans' in findings ? placeholders.write(words, findings.spans) : MASKED_TEXT
        const event = {
          ...logged.event,
          text,
          ...(logged.event.kind === 'transcript.partial' && { stableChars: 0 }),
        }
        return { ...logged, event } as Redacted<LoggedEvent>
      }

      return {
        pass(logged) {
          const passed = redact(logged, before)
          before = passed
          return passed
        },
      }
    },
  }
}
