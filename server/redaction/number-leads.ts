import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'
import { HEARD_BETWEEN } from './misheard-digits.ts'
import type { Reading } from './recognizer.ts'
import { readSpokenDigits } from './spoken-digits.ts'

const LISTED = [
  'phone',
  'area',
  'id_number',
  'card',
  'tail',
  'document',
  'paper',
  'secret',
  'public',
] as const
/** What the words before a number say it is. `tail` and `piece`: part of a number, of whatever kind. */
export type CueKind = (typeof LISTED)[number] | 'piece'

/** 最后四个, 后四位, 中间4位数; 位 is also written 为. */
const PIECE_NAME =
  '(?:最[前后]|中间|[前后末][面边头]?)[\\d几一二两三四五六七八]{1,2}[个位为未](?:数字?|号码?)?'
/** What recognisers write for 是 before digits. */
const MISHEARD_IS = '[十事市式试](?=\\d{3})'
/** A 1 that is written 要, next to digits that it could not be read with. */
const YAO_BESIDE = '[要么邀腰](?=\\d)|(?<=\\d)[要么邀腰]'
const CUES = readLexicon('number-cues.yaml', z.record(z.enum(LISTED), z.array(z.string())))
const CUE_OF = new Map<string, CueKind>(
  LISTED.flatMap((kind) => CUES[kind].map((word) => [word, kind] as const)),
)
const CUE = new RegExp(`${alternatives([...CUE_OF.keys()])}|${PIECE_NAME}`, 'g')

const { announced, ...between } = readLexicon(
  'number-connectives.yaml',
  z.record(z.string(), z.array(z.string())),
)
const SEPARATOR = '[\\s，。、,.？?！!：:；;…~～—-]'
const BETWEEN = words(Object.values(between).flat())
const ANNOUNCED = words([...Object.values(between).flat(), ...(announced ?? []), ...CUE_OF.keys()])
/** The longest way from one piece to the next. */
const REACH = 24

/** The places of the shadow that cues lead up to, and what the cues say. */
export function announcedPlaces({ digits: { shadow } }: Reading): Map<number, CueKind[]> {
  const places = new Map<number, CueKind[]>()
  for (const { index, 0: word } of shadow.matchAll(CUE)) {
    const at = announcedFrom(shadow, index + word.length)
    const kinds = places.get(at) ?? []
    kinds.push(CUE_OF.get(word) ?? 'piece')
    places.set(at, kinds)
  }
  return places
}

/** Where the words end that lead from a cue to what it announces. */
export function announcedFrom(shadow: string, at: number): number {
  return walk(ANNOUNCED, shadow, at)
}

/** Where the words end that hold a number together behind a place. */
export function connectedFrom(shadow: string, at: number): number {
  return walk(BETWEEN, shadow, at)
}

/** How far words of a kind lead from a place, within reach. */
function walk(pattern: RegExp, shadow: string, from: number): number {
  const limit = from + REACH
  let at = from
  while (at < limit) {
    pattern.lastIndex = at
    const word = pattern.exec(shadow)?.[0]
    if (word === undefined) break
    at += word.length
  }
  return at
}

function alternatives(list: readonly string[]): string {
  return list.toSorted((a, b) => b.length - a.length).join('|')
}

/** One of these words in the shadow's spelling, the longest that fits. */
function words(list: readonly string[]): RegExp {
  const spelled = list.map((word) => readSpokenDigits(word).shadow)
  return new RegExp(
    `${PIECE_NAME}|${MISHEARD_IS}|${YAO_BESIDE}|${HEARD_BETWEEN}|${alternatives([...new Set(spelled)])}|${SEPARATOR}`,
    'y',
  )
}
