import type { Reading } from './recognizer.ts'
import { afterRegions, isKeptPlace } from './regions.ts'

/** Below this the tagger's word for a place counts nothing. */
const FAINT = 0.1
/** 回内江, 宿舍北苑: the tagger takes the word before for a part of the name. */
const LEADING = /^(?:[^\p{L}]|[在到去回住从是的来离往呀啊嗯哦]|宿舍|寝室|家[住在])+/u
const TRAILING = /(?:[^\p{L}\p{N}]|天台上?|[楼房屋]顶上?|[门路村]口|附近|旁边|那边|这边|楼[上下])+$/u

/** A name is no longer (code points); what is longer is cut, so that none costs more than its length. */
const LONGEST_STRETCH = 60
const LONGEST_TRAIL = 8
/** Numbers, alone or with what they count: they are told by their own rules. */
const NUMERALS =
  /^第?[零〇○一二两三四五六七八九十百千万幺拐勾洞要\d嗯呃啊哦，,\s]+(?:单元|号楼|[楼层栋幢座号组队班期区]|[段条]路?)?$/
/** 候|车厅: a stretch that ends inside a word goes on to its end, this many characters at most. */
const LONGEST_REST = 3

/** A stretch that the tagger takes for a place or an organisation, less the regions that it begins with. */
export interface PlaceName {
  readonly start: number
  readonly end: number
  /** The most that the tagger gives any of its characters, as a place and as an organisation. */
  readonly place: number
  readonly organisation: number
}

/** Everything that the tagger takes for a place or an organisation at all, but for regions alone. */
export function taggedNames({ text, tagging }: Reading): PlaceName[] {
  const { offsets } = tagging
  const names: PlaceName[] = []
  let from = -1
  let [place, organisation] = [0, 0]
  for (let i = 0; i <= tagging.place.length; i++) {
    const [p, o] = [tagging.place[i] ?? 0, tagging.organisation[i] ?? 0]
    if (Math.max(p, o) > FAINT && !(from >= 0 && i - from === LONGEST_STRETCH)) {
      if (from < 0) [from, place, organisation] = [i, 0, 0]
      place = Math.max(place, p)
      organisation = Math.max(organisation, o)
    } else if (from >= 0) {
      let to = i
      while (to < i + LONGEST_REST && (tagging.wordStart[to] ?? 1) < 0.5) to++
      const stretch = trimmed(text, offsets[from] as number, offsets[to] as number)
      if (stretch) names.push({ ...stretch, place, organisation })
      from = -1
    }
  }
  return names
}

/** Asks for names from left to right: the first that overlaps `[start, end)` or ends where it begins. */
export function nameReader(
  names: readonly PlaceName[],
): (start: number, end: number) => PlaceName | undefined {
  let next = 0
  return (start, end) => {
    while (next < names.length && (names[next] as PlaceName).end < start) next++
    const name = names[next]
    return name && name.start < end ? name : undefined
  }
}

function trimmed(text: string, from: number, to: number): { start: number; end: number } | null {
  const first = from + (LEADING.exec(text.slice(from, to))?.[0].length ?? 0)
  const tail = text.slice(Math.max(first, to - LONGEST_TRAIL), to)
  const end = to - (TRAILING.exec(tail)?.[0].length ?? 0)
  const start = afterRegions(text, first, end)
  const name = text.slice(start, end)
  return start < end && !isKeptPlace(name) && !NUMERALS.test(name) ? { start, end } : null
}
