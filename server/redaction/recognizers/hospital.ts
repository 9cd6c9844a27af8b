import { type InstitutionName, institutionNames } from '../institution-names.ts'
import { WordSet } from '../lexicon/word-set.ts'
import { nameReader, taggedNames } from '../place-names.ts'
import { INSTITUTIONS, nameStart } from '../proper-names.ts'
import type { PiiRecognizer } from '../recognizer.ts'
import { isRecommended } from '../recommended.ts'
import type { Span } from '../span.ts'

const { hospitals = [], wards = [] } = INSTITUTIONS
const HOSPITALS = new WordSet(hospitals)
const NUMERAL = '[零〇一二三四五六七八九十百两幺洞拐勾\\d]{1,5}'
/** 省二院, 市三院, 安宁一院. */
const NUMBERED = /(第|[市县区省]|附属?|)[一二三四五六七八九十]{1,2}院/g
const LONGEST_NAME = 8
const DEPARTMENT = wards.toSorted((a, b) => b.length - a.length).join('|')
/** Where in a hospital: each with a number is somebody's place. */
const PLACE_OF_BED = `(?!一床)加?${NUMERAL}号?(?:床(?![被棉毯单褥铺垫])|窗(?![户帘口台外边子]))|加[床窗创]加?${NUMERAL}|加${NUMERAL}号?创|(?<=[科区楼])${NUMERAL}[号好]?[床创]`
const WARD = `[男女]?${NUMERAL}病区|${NUMERAL}病房`
const NUMBERED_PLACE = new RegExp(`${WARD}|${PLACE_OF_BED}`)
const PART = `(?:${DEPARTMENT})(?:[男女]?${NUMERAL}区)?|[东西南北]病?[区楼院]|${NUMERAL}[楼层](?:[东西南北][边区侧])?|${WARD}|${PLACE_OF_BED}`
const GAP = '(?:嗯|呃|啊|那个|[的在，,\\s]){0,2}'
const BEHIND = new RegExp(`(?:${GAP}(?:${PART})){1,5}`, 'y')
const ALONE = new RegExp(
  `(?:(?:${PART})${GAP}){0,4}(?:${WARD}|${PLACE_OF_BED})(?:${GAP}(?:${PART})){0,3}`,
  'g',
)
/** Words behind a hospital that make it the one where somebody is or was a patient. */
const PATIENT =
  /^(?:里|那)?(?:住|躺|看[的过了]|查[过的出]|出院|确诊|诊断|生的|开的|复诊|复查|做[的过]|急诊|抢救|透析|化疗|挂的|打)/
const BEEN_THERE = /(?:住[在到进过]?|在|送[到去了]?的?|转[到去了]?|看了|查了|躺在|从|陪)$/

/** The hospital of a person, with ward and bed; a ward or a bed alone where it has a number. */
export const hospital: PiiRecognizer = {
  name: 'hospital',
  find(reading) {
    const { text } = reading
    const spans: Span[] = []
    const found = (start: number, end: number, score: number, reason: string) =>
      spans.push({ start, end, type: 'hospital', score, reason: `hospital: ${reason}` })
    for (const name of institutionNames(reading, HOSPITALS)) {
      const end = endOfWard(text, name.end)
      const named =
        name.nameEnd - name.start > 1 ||
        /^[省市区县镇乡]/.test(text.slice(name.start)) ||
        name.end - name.nameEnd > 2
      const own = isOwn(text, name) || (end > name.end && named)
      if (own && (hasBed(text, name.end, end) || !isRecommended(text, name.start)))
        found(name.start, end, end > name.end ? 0.9 : 0.85, end > name.end ? 'ward' : 'name')
    }
    const tagAt = nameReader(taggedNames(reading))
    for (const match of text.matchAll(NUMBERED)) {
      const nameEnd = match.index + match[0].length
      const end = endOfWard(text, nameEnd)
      const tag = tagAt(match.index, nameEnd)
      const start = Math.min(match.index, tag?.start ?? match.index)
      if (match[1] === '' && end === nameEnd && !tag) continue
      if (isRecommended(text, start) && !hasBed(text, nameEnd, end)) continue
      found(start, end, end > nameEnd ? 0.9 : 0.8, 'numbered hospital')
    }
    for (const match of text.matchAll(ALONE)) {
      const start = nameStart(reading, match.index, LONGEST_NAME)
      const led = BEEN_THERE.test(text.slice(Math.max(0, start - 3), start))
      found(led ? start : match.index, match.index + match[0].length, 0.8, 'bed or ward')
    }
    return spans
  },
}

function isOwn(text: string, { start, nameEnd, end, proper, probability, tagged }: InstitutionName): boolean {
  if (proper >= 2) return tagged || BEEN_THERE.test(text.slice(Math.max(0, start - 3), start))
  if (proper === 1) return probability > 0.3
  if (nameEnd === start) return false
  return PATIENT.test(text.slice(end, end + 4)) || BEEN_THERE.test(text.slice(Math.max(0, start - 3), start))
}

/** Nobody recommends a bed. */
function hasBed(text: string, from: number, to: number): boolean {
  return NUMBERED_PLACE.test(text.slice(from, to))
}

function endOfWard(text: string, end: number): number {
  BEHIND.lastIndex = end
  return end + (BEHIND.exec(text)?.[0].length ?? 0)
}
