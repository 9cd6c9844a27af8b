import type { CallSession } from '../call/call-session.ts'
import { SealedItem } from '../call/events/seal-events.ts'
import type { CallRedaction } from './call-redaction.ts'
import type { PiiType } from './span.ts'

/** What a responder may seal of a segment: the item of one redaction, in the words that it was said in. */
export interface Original {
  readonly item: SealedItem
  readonly words: string
}

/** There is no such item in memory, or it is none that may be sealed. */
export class NotSealable extends Error {
  readonly why: 'call-is-over' | 'no-such-redaction' | 'neither-number-nor-place'

  constructor(why: NotSealable['why']) {
    super('this cannot be sealed')
    this.why = why
  }
}

interface LiveCall {
  readonly session: CallSession
  readonly redaction: CallRedaction
  /** Where in the log each segment's words are. */
  readonly seqs: Map<string, number>
}

/** What was said under the placeholders of live calls. It is in memory only, and gone with the end of its call. */
export class Originals {
  readonly #live = new Map<string, LiveCall>()

  /** Begins with a call's first event and lets go of it at its last. */
  follow(session: CallSession, redaction: CallRedaction): void {
    const { callId } = session
    const seqs = new Map<string, number>()
    this.#live.set(callId, { session, redaction, seqs })
    const stop = session.subscribe(({ seq, event }) => {
      if (event.kind === 'transcript.final') seqs.set(event.segmentId, seq)
      if (event.kind !== 'call.ended') return
      this.#live.delete(callId)
      stop()
    })
  }

  /**
   * The item of a segment's redaction, counted from 0 in the order of the text; whole, also where a part of it was
   * said in other segments. Throws `NotSealable`.
   */
  find(callId: string, segmentId: string, redaction: number): Original {
    const call = this.#live.get(callId)
    if (!call) throw new NotSealable('call-is-over')
    const said = piecesOf(call)
    const piece = said.filter((one) => one.segmentId === segmentId)[redaction]
    if (!piece) throw new NotSealable('no-such-redaction')
    const item = SealedItem.safeParse(piece.type)
    if (!item.success) throw new NotSealable('neither-number-nor-place')
    return { item: item.data, words: wholeOf(piece, said) }
  }
}

interface Piece {
  readonly segmentId: string
  readonly type: PiiType
  /** As it was said in this segment. */
  readonly words: string
  /** The whole item, as far as it was known when this was found; of a number in pieces, its bare digits. */
  readonly item: string
}

function piecesOf({ session, redaction, seqs }: LiveCall): Piece[] {
  return session.state.segments.flatMap(({ segmentId, text }) =>
    redaction.spansOf(seqs.get(segmentId) ?? 0).map(({ start, end, type, item }) => {
      return { segmentId, type, item, words: text.slice(start, end) }
    }),
  )
}

/**
 * What was found before the rest was said is only a beginning: the longest item that holds it counts. Where that is
 * put together of pieces, they are given too, as they were said: it may be put together wrongly.
 */
function wholeOf({ type, item, words }: Piece, said: readonly Piece[]): string {
  const wholes = said.filter((one) => one.type === type && one.item.includes(item))
  const whole = wholes.reduce((longest, one) => (one.item.length > longest.length ? one.item : longest), item)
  if (whole.includes(words)) return whole
  if (words.includes(whole)) return words
  const pieces = said.filter((one) => one.type === type && whole.includes(one.item)).map((one) => one.words)
  return `${[...new Set(pieces)].join(' ')}（${whole}）`
}
