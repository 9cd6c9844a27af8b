import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'
import { WordList, WordSet } from './lexicon/word-set.ts'
import { PLACE_ENDINGS, properCharacters } from './proper-names.ts'

const ByProvince = z.record(z.string(), WordList)
const divisions = readLexicon(
  'divisions.yaml',
  z.strictObject({ provinces: WordList, prefectures: ByProvince, counties: ByProvince }),
)
const { kinds = [], ...larger } = readLexicon('regions.yaml', z.record(z.string(), WordList))

/** Of each province, prefecture and county the provinces that it may lie in; 鼓楼 is in three. */
const PROVINCES = new Map<string, Set<string>>(divisions.provinces.map((name) => [name, new Set([name])]))
for (const [province, names] of [
  ...Object.entries(divisions.prefectures),
  ...Object.entries(divisions.counties),
])
  for (const name of names) PROVINCES.set(name, (PROVINCES.get(name) ?? new Set()).add(province))

const LARGE = new Set(
  [divisions.provinces, Object.values(divisions.prefectures), Object.values(larger)].flat(2),
)
const REGIONS = new WordSet([...LARGE, ...PROVINCES.keys()])
const KINDS_OF_PLACES = new Set(kinds)
/** What the lists leave off: 南海区, 恩施土家族苗族自治州. */
const RANK =
  /(?:\p{Script=Han}{1,4}族){0,3}自治[州县旗]|特别行政区|自治区|新区|林区|地区|省|市(?!场)|区|县|旗|盟|州/uy
/** 周口嘞, 郑州东: one character that a region keeps behind it. */
const PARTICLES = new Set('嘞呀啊的人边老那这嗯哦呢吧东西南北')
/** 六西城, 儿河南: what the tagger takes along in front of a region, at most. */
const LONGEST_SLIP = 2
const SLIP = /^(?:[零一二三四五六七八九两\d]+|[^\p{L}]+)$/u

/** Where the regions that a stretch begins with end: `end` where it holds nothing else, `start` where there is none. */
export function afterRegions(text: string, start: number, end: number): number {
  for (let slip = 0; slip <= LONGEST_SLIP && start + slip < end; slip++) {
    const after = skipRegions(text, start + slip, end)
    if (after === start + slip) continue
    if (slip === 0 || after === end || SLIP.test(text.slice(start, start + slip))) return after
  }
  return start
}

/** Where the last region inside a stretch ends, if a name follows it: `start` where there is none. */
export function afterLastRegion(text: string, start: number, end: number): number {
  let after = start
  for (let at = start; at < end; at++) {
    const next = skipRegions(text, at, end)
    if (next > at && next < end) after = at = next
  }
  return after
}

function skipRegions(text: string, start: number, end: number): number {
  let at = start
  let inside: ReadonlySet<string> | undefined
  while (at < end) {
    const length = REGIONS.lengthAt(text, at)
    if (length === 0) break
    const name = text.slice(at, at + length)
    RANK.lastIndex = at + length
    const rank = RANK.exec(text)?.[0].length ?? 0
    const next = at + length + rank
    if (next >= end) return end
    const provinces = PROVINCES.get(name)
    // A county without its rank, and without a larger region before it, may as well be the name of a street.
    const known =
      rank > 0 || LARGE.has(name) || [...(provinces ?? [])].some((province) => inside?.has(province))
    if (REGIONS.lengthAt(text, next) === 0 && (!known || (rank === 0 && belongsTogether(text, next, end))))
      break
    inside = provinces ?? inside
    at = next
  }
  return at
}

/** 海州 is a district, but 海州师范学院 is one name, as 朝阳路 and 梨树湾镇 are. */
function belongsTogether(text: string, next: number, end: number): boolean {
  if (PLACE_ENDINGS.lengthAt(text, next) > 0 || PLACE_ENDINGS.lengthAt(text, next + 1) > 0) return true
  const rest = text.slice(next, end)
  return rest.length > 1 ? properCharacters(rest) < 2 : !PARTICLES.has(rest)
}

/** Whether a region's name ends just before. */
export function isBehindRegion(text: string, at: number): boolean {
  return REGIONS.lengthBefore(text, at) > 0
}

/** A word for a kind of place, which names none: 县城, 天台. */
export function isKeptPlace(name: string): boolean {
  return KINDS_OF_PLACES.has(name)
}
