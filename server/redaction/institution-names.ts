import type { WordSet } from './lexicon/word-set.ts'
import { nameReader, taggedNames } from './place-names.ts'
import { isOneWord, isSingleWords, nameStart, properCharacters } from './proper-names.ts'
import type { Reading } from './recognizer.ts'
import { afterLastRegion, afterRegions } from './regions.ts'

/** A word for a school, a hospital or a firm, with the name in front of it if there is one. */
export interface InstitutionName {
  readonly start: number
  /** Where the name ends and the word for the kind begins. */
  readonly nameEnd: number
  readonly end: number
  /** Characters of the name that are not words for a kind themselves. */
  readonly proper: number
  /** The most that the tagger gives any of its characters as a place or an organisation. */
  readonly probability: number
  /** The tagger sees a name: it says so, or reads name and kind as one word. */
  readonly tagged: boolean
  /** The tagger knows no word of the name, which as a rule makes it one. */
  readonly unknown: boolean
}

const LONGEST_NAME = 8
const LONGEST_ENDING = 12
/** From here on the tagger is trusted with where a name begins. */
const CLEAR = 0.4

/** Every place where an institution of a kind is spoken of, by how such names end. */
export function institutionNames(reading: Reading, endings: WordSet): InstitutionName[] {
  const { text } = reading
  const tagAt = nameReader(taggedNames(reading))
  const names: InstitutionName[] = []
  for (const { start: nameEnd, end } of adjoined(endings.occurrences(text))) {
    const tag = tagAt(nameEnd, end)
    const walked = afterLastRegion(text, nameStart(reading, nameEnd, LONGEST_NAME), end)
    const probability = tag ? Math.max(tag.place, tag.organisation) : 0
    const tagStart = tag && tag.start < nameEnd ? afterRegions(text, tag.start, end) : nameEnd
    const start = probability > CLEAR ? tagStart : Math.min(walked, tagStart)
    names.push({
      start: Math.min(start, nameEnd),
      nameEnd,
      end,
      proper: properCharacters(text.slice(Math.min(start, nameEnd), nameEnd)),
      probability,
      tagged: probability > 0 || (start < nameEnd && isOneWord(reading, start, end)),
      unknown: start < nameEnd && isSingleWords(reading, start, nameEnd),
    })
  }
  return names
}

/** 师范 and 学院 behind one another are one ending. */
function* adjoined(
  endings: Iterable<{ start: number; end: number }>,
): Generator<{ start: number; end: number }> {
  let last: { start: number; end: number } | undefined
  for (const ending of endings) {
    if (last && last.end === ending.start && ending.end - last.start <= LONGEST_ENDING) last.end = ending.end
    else {
      if (last) yield last
      last = { ...ending }
    }
  }
  if (last) yield last
}
