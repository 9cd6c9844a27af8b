import type { CallEvent } from './call-event.ts'

/**
 * The free text of an event, which is its `text`, or null where it has none. Every kind is listed: a new one does
 * not compile until somebody has decided here whether it carries words.
 */
export function wordsOf(event: CallEvent): string | null {
  switch (event.kind) {
    case 'transcript.partial':
    case 'transcript.final':
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
    case 'system.degraded':
    case 'system.recovered':
      return null
  }
}
