import { clockTime, secondsNumber, timeOfDay } from './time-text.ts'
import type { Messages } from './zh.ts'

const parties = { caller: 'Caller', responder: 'Me', mixed: 'Both' }

const reasons = {
  'no-frames': 'no audio arrives',
  crashed: 'crashed, restarting',
  overloaded: 'slow',
  unreachable: 'unreachable',
  failed: 'failing',
}

/** What the page says, in English. */
export const en: Messages = {
  locale: 'en',
  title: 'Live transcript',
  otherLanguage: { name: '中文', short: '中文' },
  switchTheme: 'Switch between light and dark',
  connecting: 'Connecting…',

  calls: 'Calls in progress',
  noCalls: 'No calls now. A call appears here by itself when it is put through.',
  chooseCall: 'Choose a call to follow it.',
  backToCalls: 'Calls',
  connectedAt: (iso) => `since ${timeOfDay('en', iso)}`,
  callMark: (mark) => `No. ${mark}`,
  and: ', ',
  partiesAway: (parties) => `disconnected: ${parties}`,
  callTroubled: 'transcript impaired',
  callTime: 'Length of the call',

  transcript: 'Conversation',
  liveTranscript: 'Live transcript',
  speakers: parties,
  partyOf: (role) => (role === 'responder' ? 'Responder' : (parties[role as 'caller'] ?? role)),
  inlineSpeaker: (speaker) => `${speaker}: `,
  twoChannels: 'two channels',
  mixedChannel: 'one channel: the two voices cannot be told apart',
  waitingFor: (party) => `waiting for audio: ${party.toLowerCase()}`,
  legAway: (party) => `${party}: the audio is disconnected; it goes on when it is back.`,
  scripted: 'scripted text, not recognised',
  recognizer: (name) => `recogniser ${name}`,
  crumbs: (ms) => `choppy audio, ${seconds(ms)} lost`,
  silence: (ms) => `silence ${clockTime(ms)}`,
  sound: (party, ms) => `${party}: sound, not understood, ${seconds(ms)}`,
  gap: (party, ms, reason) =>
    `${party}: ${seconds(ms)} missing: ${
      {
        loss: 'the audio did not arrive, the call is not cut',
        reconnect: 'the audio was disconnected and is back',
        overrun: 'there was no time for it, the call is not cut',
        recognizer: 'the recogniser did not keep up, the call is not cut',
      }[reason]
    }`,
  unheard: (reason) =>
    ({ notice: 'before the notice: not transcribed', stopped: 'transcription was stopped here' })[reason],
  notSpokenYet: 'The caller has not spoken yet. The first words will appear here.',
  toLive: 'To the newest',
  newLines: (count) => `${count} new`,

  noticeMissing: 'The caller has not been told of recording and transcription. No words are shown yet.',
  noticeWording: '“Our call is recorded and turned into text. You can ask me to stop at any time.”',
  noticeGiven: 'I have told the caller',
  noticeGivenTag: 'notice given',
  stop: 'Stop transcription',
  stopping: 'Stopping…',
  stopsWhenConnected: 'Stops when connected',
  stopped:
    'Transcription is stopped; what was not stored is discarded. The caller has to agree anew to go on.',
  stoppedTag: 'transcription stopped',
  askAgain: 'Ask for consent again',
  askWording: '“May I go on turning our words into text? It is fine to say no.”',
  agreed: 'Agreed, go on',
  notAgreed: 'Did not agree',
  ended: {
    left: 'The call has ended.',
    lost: 'The service restarted and this call did not come back.',
    shutdown: 'The service is shutting down; the transcript ends here. The call is not cut.',
  },
  endedTag: 'ended',

  lost: 'The connection to the service is lost; reconnecting. The call is not cut.',
  lostAndPending: 'The connection to the service is lost. What you pressed is sent as soon as it is back.',
  resumed: 'Connected again; what was missed is filled in.',
  unreadable:
    'This page does not understand a message and fetches everything anew. If it goes on, reload it.',
  fetchedAnew: 'A message was not understood; everything was fetched anew.',
  unknownCall: 'There is no such call; it may have ended. Still looking.',

  health: 'Health',
  parts: {
    connection: 'Connection',
    audio: 'Audio',
    recognizer: 'Recogniser',
    redaction: 'Redaction',
    store: 'Storage',
  },
  well: { audio: 'well', recognizer: 'well', redaction: 'on', store: 'well' },
  disconnected: 'lost',
  off: 'stopped',
  lasting: (word, ms) => `${word} ${clockTime(ms)}`,
  lostCount: (count) => `${count} lost`,
  reasonOf: (reason) => reasons[reason as keyof typeof reasons] ?? reason,
  troubles: {
    audio: (party, since) => `No audio arrives since ${since} (${party}). The call is not cut.`,
    'voice-activity': (_party, since) =>
      `Voice detection is impaired since ${since}; words may be missing. The call is not cut.`,
    recognizer: (_party, since) =>
      `The recogniser is impaired since ${since}; words come late or are missing. The call is not cut.`,
    redaction: (_party, since) => `Redaction is impaired since ${since}; what follows is not stored for now.`,
    store: (_party, since) => `Storage is impaired since ${since}; the screen goes on.`,
  },
}

function seconds(ms: number): string {
  return ms < 60_000 ? `${secondsNumber(ms)} s` : clockTime(ms)
}
