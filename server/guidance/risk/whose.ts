import type { Whose } from '../../call/events/guidance-events.ts'
import type { PersonCues } from './risk-lexicon.ts'

/** How far before a cue its subject is looked for (characters). */
const REACH = 36

/** An 我 this close behind a verb of saying is the one who is quoted (characters). */
const QUOTED_REACH = 16

/**
 * Whom a responder's question is about: the person named last before it, or in it where none is; `focus` where
 * nobody is named.
 */
export function whoseIsAsked(
  { listener, askedOther: other }: PersonCues,
  text: string,
  cue: { readonly start: number; readonly end: number },
  from: number,
  focus: Whose,
): Whose {
  const before = text.slice(Math.max(from, cue.start - REACH), cue.start)
  const [asked, spokenOf] = [lastIndex(before, listener), lastIndex(before, other)]
  if (asked >= 0 || spokenOf >= 0) return asked > spokenOf ? 'caller' : 'third_party'
  const within = text.slice(cue.start, cue.end)
  const [first, second] = [firstIndex(within, listener), firstIndex(within, other)]
  if (first >= 0 && (second < 0 || first < second)) return 'caller'
  if (second >= 0 && focus === 'third_party') return 'third_party'
  return focus
}

/**
 * Whom a caller's words are about: the subject named last before them. What somebody else is told to have said is
 * about that one, his 我 included, until the caller speaks for himself again.
 */
export function whoseIsSaid(
  { self, other, saying, ownAgain }: PersonCues,
  text: string,
  start: number,
  focus: Whose,
): { whose: Whose; quoted: boolean } {
  const from = Math.max(0, start - REACH)
  const before = text.slice(from, start)
  let subject: Whose | null = null
  let quotes = false
  let saidAt = 0
  const named = [
    ...[...before.matchAll(other)].map(({ index, 0: { length } }) => ({
      index,
      length,
      what: 'other' as const,
    })),
    ...[...before.matchAll(self)].map(({ index, 0: { length } }) => ({
      index,
      length,
      what: 'self' as const,
    })),
    ...[...before.matchAll(saying)].map(({ index, 0: { length } }) => ({
      index,
      length,
      what: 'says' as const,
    })),
    ...[...before.matchAll(ownAgain)].map(({ index, 0: { length } }) => ({
      index,
      length,
      what: 'again' as const,
    })),
  ].sort((a, b) => a.index - b.index || b.length - a.length)
  let until = -1
  for (const { index, length, what } of named) {
    if (index < until && what !== 'again' && what !== 'says') continue
    if (what !== 'says' && what !== 'again') until = index + length
    if (what === 'again') {
      quotes = false
      subject = 'caller'
    } else if (what === 'says') {
      quotes = subject === 'third_party'
      saidAt = index + length
    } else if (what === 'other') subject = 'third_party'
    else if (!quotes || index - saidAt > QUOTED_REACH) {
      quotes = false
      subject = 'caller'
    }
  }
  return { whose: quotes ? 'third_party' : (subject ?? focus), quoted: quotes }
}

function lastIndex(text: string, cue: RegExp): number {
  return [...text.matchAll(cue)].at(-1)?.index ?? -1
}

function firstIndex(text: string, cue: RegExp): number {
  return text.matchAll(cue).next().value?.index ?? -1
}
