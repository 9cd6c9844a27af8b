import { z } from 'zod'
import { CallEnded, CallResumed, CallStarted, ClockTick } from './events/call-events.ts'
import { ConsentChanged, NoticeGiven } from './events/consent-events.ts'
import {
  GuidanceItem,
  GuidanceOpened,
  GuidanceStage,
  GuidanceStep,
  RiskSignal,
} from './events/guidance-events.ts'
import { LegGap, LegJoined, LegLeft } from './events/leg-events.ts'
import { LevelCriterion } from './events/level-events.ts'
import {
  NudgeAcknowledged,
  NudgeAfterCall,
  NudgeShown,
  NudgeSnoozed,
  NudgeWithdrawn,
} from './events/nudge-events.ts'
import { RedactionCorrected } from './events/redaction-events.ts'
import { SealMade, SealOpened } from './events/seal-events.ts'
import {
  CallerHistory,
  GuidanceTimer,
  ResponseBack,
  ResponseLost,
  SpecialConfirmed,
  SpecialDismissed,
  SpecialSuggested,
} from './events/special-events.ts'
import { Prosody, SoundHeard, SpeechEnded, SpeechStarted } from './events/speech-events.ts'
import { SystemDegraded, SystemRecovered } from './events/system-events.ts'
import { TranscriptDropped, TranscriptFinal, TranscriptPartial } from './events/transcript-events.ts'

/** The version of the event format. It rises when an old reader would misread a new event. */
export const EVENT_VERSION = 1

/** What can happen in a call. A call is the list of these, and its state is a fold over them. */
export const CallEvent = z.discriminatedUnion('kind', [
  CallStarted,
  CallResumed,
  CallEnded,
  ClockTick,
  LegJoined,
  LegLeft,
  LegGap,
  NoticeGiven,
  ConsentChanged,
  SpeechStarted,
  SpeechEnded,
  SoundHeard,
  Prosody,
  TranscriptPartial,
  TranscriptFinal,
  TranscriptDropped,
  GuidanceOpened,
  GuidanceItem,
  GuidanceStep,
  GuidanceStage,
  RiskSignal,
  CallerHistory,
  SpecialSuggested,
  SpecialConfirmed,
  SpecialDismissed,
  GuidanceTimer,
  ResponseLost,
  ResponseBack,
  NudgeShown,
  NudgeWithdrawn,
  NudgeSnoozed,
  NudgeAcknowledged,
  NudgeAfterCall,
  LevelCriterion,
  RedactionCorrected,
  SealMade,
  SealOpened,
  SystemDegraded,
  SystemRecovered,
])
export type CallEvent = z.infer<typeof CallEvent>
export type CallEventKind = CallEvent['kind']
export type EventOf<K extends CallEventKind> = Extract<CallEvent, { kind: K }>

/** An event before the session stamps it with the call time of its writing. */
export type Unwritten<E = CallEvent> = E extends CallEvent ? Omit<E, 'atMs'> : never

/** An event in its call's log: numbered from 1, without holes while the call lives in one process. */
export const LoggedEvent = z.object({ seq: z.int().positive(), event: CallEvent })
export type LoggedEvent = z.infer<typeof LoggedEvent>

/** Events that only the screen needs: they are made again by listening, not by reading the log. */
const TRANSIENT: ReadonlySet<CallEventKind> = new Set<CallEventKind>(['clock.tick', 'transcript.partial'])

/** Whether an event belongs on disk. */
export function isStored(event: CallEvent): boolean {
  return !TRANSIENT.has(event.kind)
}
