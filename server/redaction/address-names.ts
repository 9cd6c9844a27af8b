import { WordSet } from './lexicon/word-set.ts'
import type { NumberedPart } from './numbered-parts.ts'
import { nameReader, taggedNames } from './place-names.ts'
import {
  ADDRESS_WORDS,
  INSTITUTIONS,
  isOneWord,
  isSingleWords,
  nameStart,
  PLACE_ENDINGS,
  properCharacters,
} from './proper-names.ts'
import type { Reading } from './recognizer.ts'
import { afterLastRegion, afterRegions, isKeptPlace } from './regions.ts'

/** The name of a street, a settlement or premises. */
export interface AddressName {
  readonly start: number
  readonly end: number
  /** `sure`: personal on its own; `faint`: a name only if a cue or a number beside it says so. */
  readonly kind: 'sure' | 'faint'
}

const HOMES_OF_FIRMS = /^(?:家属[院楼区]|宿舍[区楼]?)/
const INSTITUTION_ENDINGS = new WordSet([...(INSTITUTIONS.schools ?? []), ...(INSTITUTIONS.hospitals ?? [])])
const LONGEST_NAME = 6
const SHORT_NAME = 2
/** From here on the tagger's word is enough. */
const SURE = 0.4
/** 住, but not 记住, 忍不住, 抓住. */
const LIVES = '(?<![记忍停站抓守留困挡拦稳不得卡堵按捂拉扶揪憋盯绊罩锁定护保])住'
const { living_cues = [], room_cues = [] } = ADDRESS_WORDS
const LIVING_CUE = cue(living_cues, '的是在叫个就啊呢呀')
const ROOM_CUE = cue(room_cues, '头里的是在呀啊号她他')
const LONGEST_CUE = 8
const WHERE = /(?:[在到去往从]|[前后里外]头|[那这]边)$/

function cue(words: readonly string[], particles: string): RegExp {
  return new RegExp(`(?:${words.join('|')}|${LIVES})(?:[${particles}，。,\\s]|嗯|呃){0,2}$`)
}

/** Whether what follows `start` is where somebody lives, by the words before it. */
export function livesAt(text: string, start: number): boolean {
  return LIVING_CUE.test(text.slice(Math.max(0, start - LONGEST_CUE), start))
}

/** Whether three or four digits at `start` are a door, by the words before them. */
export function isDoorAt(text: string, start: number): boolean {
  return ROOM_CUE.test(text.slice(Math.max(0, start - LONGEST_CUE), start))
}

/** Every name in a text that an address may begin with. `numbered` are the text's numbered parts, in order. */
export function addressNames(reading: Reading, numbered: readonly NumberedPart[]): AddressName[] {
  return [
    ...taggedAddresses(reading, numbered),
    ...namesByEnding(reading),
    ...namesByNumber(reading, numbered),
  ].filter(({ start, end }) => !isKeptPlace(reading.text.slice(start, end)))
}

/** What the tagger takes for a place, up to the first number. */
function taggedAddresses(reading: Reading, numbered: readonly NumberedPart[]): AddressName[] {
  const { text } = reading
  const names: AddressName[] = []
  let next = 0
  for (const { start: taggedStart, end: taggedEnd, place, organisation } of taggedNames(reading)) {
    while ((numbered[next]?.start ?? Number.POSITIVE_INFINITY) < taggedStart + 2) next++
    const building = numbered[next]?.kind === 'building' ? numbered[next]?.start : undefined
    const end = withEnding(text, Math.min(taggedEnd, building ?? taggedEnd))
    if (end - taggedStart < 2 || INSTITUTION_ENDINGS.lengthBefore(text, end) > 0) continue
    const start = withFirstCharacter(reading, taggedStart, end)
    const top = Math.max(place, organisation)
    const proper = properCharacters(text.slice(start, end))
    // 人民路 holds no proper word, and is a street all the same.
    if (proper === 0 && (end - start < 3 || top < 0.5)) continue
    const ending = PLACE_ENDINGS.lengthBefore(text, end) > 0
    const sure = top >= SURE ? ending || place >= organisation : ending && proper >= 2
    names.push({ start, end, kind: sure ? 'sure' : 'faint' })
  }
  return names
}

/** 书 | 香苑: of a name that it hears for the first time the tagger may leave off the first character. */
function withFirstCharacter(reading: Reading, start: number, end: number): number {
  const name = end - start - PLACE_ENDINGS.lengthBefore(reading.text, end)
  return name < SHORT_NAME || end - start === SHORT_NAME ? nameStart(reading, start, 1) : start
}

/** 望江街 | 地铁站: an ending that the tagger left off. */
function withEnding(text: string, end: number): number {
  return end + PLACE_ENDINGS.lengthAt(text, end)
}

/** Names that the tagger does not see, by how they end. */
function namesByEnding(reading: Reading): AddressName[] {
  const { text } = reading
  const names: AddressName[] = []
  const tagAt = nameReader(taggedNames(reading))
  for (const { start: at, end } of PLACE_ENDINGS.occurrences(text)) {
    const tag = tagAt(at, end)
    if (tag && Math.max(tag.place, tag.organisation) >= SURE) continue
    const start = afterLastRegion(text, nameStart(reading, at, LONGEST_NAME), end)
    const ofFirm = at - start >= 3 && HOMES_OF_FIRMS.test(text.slice(at, end))
    if (ofFirm || isUnknownName(reading, start, at, end)) names.push({ start, end, kind: 'sure' })
    else if (properCharacters(text.slice(start, at)) >= 2 || text.startsWith('市场', end - 2))
      names.push({ start, end, kind: 'faint' })
  }
  return names
}

/** A name that the tagger knows no word of, before a long ending or behind a word for where; any, where both are there. */
function isUnknownName(reading: Reading, start: number, at: number, end: number): boolean {
  const { text } = reading
  if (properCharacters(text.slice(start, at)) < 2) return false
  const isLong = end - at >= 2
  const unknown = isOneWord(reading, start, end) || isSingleWords(reading, start, at)
  return unknown ? isLong || isWhere(text, start) : isLong && isWhere(text, start)
}

/** 我住锦绣话庭十一栋: whatever stands between a cue and a number. */
function namesByNumber(reading: Reading, numbered: readonly NumberedPart[]): AddressName[] {
  const { text } = reading
  const names: AddressName[] = []
  for (const { start: end, kind } of numbered) {
    if (kind === 'floor') continue
    const first = nameStart(reading, end, LONGEST_NAME)
    const start = afterRegions(text, first, end)
    if (end - start < 2) continue
    const stands =
      kind === 'building' && isWhere(text, first) && properCharacters(text.slice(start, end)) >= 2
    if (stands || livesAt(text, first)) names.push({ start, end, kind: 'faint' })
  }
  return names
}

function isWhere(text: string, start: number): boolean {
  return WHERE.test(text.slice(Math.max(0, start - 2), start))
}
