import type { CallEvent } from './call-event.ts'

/**
 * The free text of an event, which is its `text`, or null where it has none. Every kind is listed: a new one does
 * not compile until somebody has decided here whether it carries words.
 */
export function wordsOf(event: CallEvent): string | null {
  switch (event.kind) {
    case 'transcript.partial':
    case 'transcript.final':
    case 'seal.opened':
      return event.text
    case 'call.started':
    case 'call.resumed':
    case 'call.ended':
    case 'clock.tick':
    case 'leg.joined':
    case 'leg.left':
    case 'leg.gap':
    case 'notice.given':
    case 'consent.changed':
    case 'speech.started':
    case 'speech.ended':
    case 'sound.heard':
    case 'prosody':
    case 'transcript.dropped':
    case 'guidance.opened':
    case 'guidance.item':
    case 'guidance.step':
    case 'guidance.stage':
    case 'risk.signal':
    case 'caller.history':
    case 'special.suggested':
    case 'special.confirmed':
    case 'special.dismissed':
    case 'guidance.timer':
    case 'response.lost':
    case 'response.back':
    case 'nudge.shown':
    case 'nudge.withdrawn':
    case 'nudge.snoozed':
    case 'nudge.acknowledged':
    case 'nudge.after-call':
    case 'level.criterion':
    case 'redaction.corrected':
    case 'seal.made':
    case 'system.degraded':
    case 'system.recovered':
      return null
  }
}

/** Whether its words were said in the call: those stop with 停止转写. What was typed about the call does not. */
export function isSpoken({ kind }: CallEvent): boolean {
  return kind === 'transcript.partial' || kind === 'transcript.final'
}
