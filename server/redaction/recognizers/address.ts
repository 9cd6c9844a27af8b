import { type AddressName, addressNames, isDoorAt, livesAt } from '../address-names.ts'
import { type NumberedPart, numberedParts } from '../numbered-parts.ts'
import { safetyMeaning } from '../place-meaning.ts'
import { ADDRESS_WORDS } from '../proper-names.ts'
import type { PiiRecognizer } from '../recognizer.ts'
import type { Span } from '../span.ts'

type Part = NumberedPart | AddressName

/** Parts with nothing but fillers between them. */
interface Group {
  readonly start: number
  end: number
  readonly kinds: Set<Part['kind']>
}

/** What people say between two parts of one address. */
const GAP = /^(?:嗯|呃|啊|哦|额|呀|哎|诶|那个|然后|就是|等一下|的|在|是|好|对|跟|和|与|[，。、,.\s]){0,3}$/
const LONGEST_GAP = 8
/** 几楼 | 二十六楼: the answer is a place. */
const FLOOR_CUE = /(?:几|哪一?)[楼层][^零一二三四五六七八九十\d]{0,6}$/
const BESIDE = '背后|后[头面边]|对面|旁边|隔壁|边上|里[头面]|斜对面|[东西南北]边'
/** 东门进来, 背后那栋白楼, 候车厅, 那家时光咖啡: how the way from the last part to the place goes on. */
const TAIL = new RegExp(
  [
    '[东西南北前后正]门(?:进来|进去)?(?=第)',
    `\\p{Script=Han}{0,2}(?:${BESIDE})?[那这]个?一?[栋排间幢座个]\\p{Script=Han}{0,2}(?:楼|房子|平房|院子)`,
    `\\p{Script=Han}{0,2}(?:${BESIDE})\\p{Script=Han}{1,2}(?:楼|房子|平房|院子)`,
    '(?<=[镇乡]|街道)[^\\P{Script=Han}的了在上下是有去到]{1,3}[村庄屯寨集店营堡桥沟湾坪坝洼峪塘岗坡岭垭渡铺]',
    '(?<=[零一二三四五六七八九幺洞]{3})[市事试]',
    '号?车位',
    '(?:候车[厅室]|进站口|出站口|检票口|站台|出口|入口)',
    `[那一]家\\p{Script=Han}{1,5}?(?:${(ADDRESS_WORDS.premises ?? []).join('|')}|店|馆|吧)`,
    '(?:交叉路?口|路口|交界处?|交汇处?|拐角)',
  ].join('|'),
  'uy',
)

/** By why a group is an address. */
const SCORES = { 'name and number': 0.95, numbers: 0.9, building: 0.8, name: 0.75, cue: 0.7, floor: 0.6 }

/** Addresses below county level: from the first proper name to the last number, whole or in pieces. */
export const address: PiiRecognizer = {
  name: 'address',
  find(reading) {
    const { text } = reading
    const spans: Span[] = []
    const numbered = numberedParts(text)
    for (const group of groups(text, [...numbered, ...addressNames(reading, numbered)])) {
      const reason = acceptedAs(text, group)
      if (!reason) continue
      const { start, end } = group
      const meaning = safetyMeaning(text, start, end)
      spans.push({
        ...{ start, end, type: 'address', score: SCORES[reason], reason: `address: ${reason}` },
        ...(meaning && { meaning }),
      })
    }
    return spans
  },
}

/** A name opens a new group unless a name is what the group begins with. */
function groups(text: string, parts: Part[]): Group[] {
  const all: Group[] = []
  for (const { start, end, kind } of parts.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = all.at(-1)
    const opens = isName(kind) && !(last && [...last.kinds].some(isName))
    const joins =
      kind === 'service number' ? start === last?.end : !opens && isGap(text, last?.end ?? 0, start)
    if (last && (start < last.end || joins)) {
      last.kinds.add(kind)
      last.end = Math.max(last.end, end)
    } else all.push({ start, end, kinds: new Set([kind]) })
    const group = all.at(-1) as Group
    group.end = endOfTail(text, group.end)
  }
  return all
}

function isName(kind: Part['kind']): boolean {
  return kind === 'sure' || kind === 'faint'
}

function isGap(text: string, from: number, to: number): boolean {
  return to - from <= LONGEST_GAP && GAP.test(text.slice(from, to))
}

function endOfTail(text: string, end: number): number {
  TAIL.lastIndex = end
  return end + (TAIL.exec(text)?.[0].length ?? 0)
}

function acceptedAs(text: string, { start, kinds }: Group): keyof typeof SCORES | null {
  const counted = kinds.has('lane') || kinds.has('floor') || kinds.has('other')
  const number = counted || kinds.has('building') || kinds.has('door')
  if (kinds.has('sure')) return number ? 'name and number' : 'name'
  if (kinds.has('faint') && number) return 'name and number'
  if (kinds.has('building')) return kinds.size > 1 ? 'numbers' : 'building'
  if ((kinds.has('door') && counted) || (kinds.has('lane') && kinds.has('other'))) return 'numbers'
  if (kinds.has('faint') && livesAt(text, start)) return 'cue'
  if (kinds.has('door') && isDoorAt(text, start)) return 'cue'
  return kinds.has('floor') && FLOOR_CUE.test(text.slice(Math.max(0, start - 8), start)) ? 'floor' : null
}
