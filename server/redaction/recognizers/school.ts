import { type InstitutionName, institutionNames } from '../institution-names.ts'
import { WordSet } from '../lexicon/word-set.ts'
import { nameReader, taggedNames } from '../place-names.ts'
import { INSTITUTIONS } from '../proper-names.ts'
import type { PiiRecognizer } from '../recognizer.ts'
import { isRecommended } from '../recommended.ts'
import { isBehindRegion } from '../regions.ts'
import type { Span } from '../span.ts'

const SCHOOLS = new WordSet(INSTITUTIONS.schools ?? [])
const NUMERAL = '[零〇一二三四五六七八九十幺两\\d]'
/** And how recognisers mishear it behind a number. */
const BAN = '[班般搬]'
/** 三十九中, 市一中, 实验二小; not 一中午, 一小时, 六中全会. */
const NUMBERED = new RegExp(
  `(第|实验|[市县区省]|)(?:${NUMERAL}{1,3})(?:中学?(?![午间秋旬年等药医国心意全])|小学?(?![时会部块段口撮杯碗步组孩朋伙只的]))`,
  'g',
)
/** 从实践中学到, 在错误中学习: no school. */
const LEARNING = /^中学[习到会着过]/
const ATTENDED =
  /(?:[我俺咱他她]们|在|就读于|上|读|念|是|考[上到进]|从|进|转[到去]|到|来|叫|去)(?:了|嗯|呃|[，\s])?$/
/** The nearest of these words vouch for a name that the tagger does not see. */
const IN_OR_OF = /(?:[我俺咱他她]们|就读于|[在是读念]|考[上进])(?:嗯|呃|[，\s])?$/
/** Words for a time of life as well. */
const STAGE = /^(?:大学|学校|学院)$/
/** 六年级二班, 高二（三）班: nobody else is there. */
const CLASS = `(?:小学?|初中?|高中?)?[一二三四五六七八九]年[，,]?[级及]的?[，,]?[（(]?${NUMERAL}{1,4}[)）]?${BAN}|[初高][一二三]年?级?的?[（(]?${NUMERAL}{1,4}[)）]?${BAN}`
/** 二零七班. A bus is no class. */
const LONE_CLASS = `(?<!${NUMERAL})${NUMERAL}{3,4}${BAN}(?![车次船机])`
/** Behind a school also 六二班, 护理二班, 大二班, 计科二零零三. */
const CLASS_OF_SCHOOL = new RegExp(
  `(?:嗯|呃|那个|[的，,\\s]){0,2}(?:${CLASS}|[^\\P{Script=Han}的是老师生带教去在]{0,4}?${NUMERAL}{1,4}${BAN}|[大中小][一二三四]?班|[大中小]${NUMERAL}班)`,
  'uy',
)
/** 我是九班的. */
const OWN_CLASS = `(?<=[是在])${NUMERAL}{1,2}班(?=的)`
const CLASSES = new RegExp(`${CLASS}|${LONE_CLASS}|${OWN_CLASS}`, 'gu')
/** 我们班生科二一零三: subject, year and number. */
const NAMED_CLASS = new RegExp(`(?<=班级?[是叫]?)\\p{Script=Han}{2,4}${NUMERAL}{4}班?`, 'gu')

/** Schools by name, with the class; a class alone where it is a definite one. */
export const school: PiiRecognizer = {
  name: 'school',
  find(reading) {
    const { text } = reading
    const spans: Span[] = []
    const found = (start: number, end: number, score: number, reason: string) =>
      spans.push({ start, end, type: 'school', score, reason: `school: ${reason}` })
    for (const name of institutionNames(reading, SCHOOLS)) {
      if (LEARNING.test(text.slice(name.nameEnd, name.end + 1))) continue
      const end = endWithClass(text, name.end)
      if (end > name.end) found(name.start, end, 0.9, 'school and class')
      else if (isNamed(text, name) && !isRecommended(text, name.start)) found(name.start, end, 0.85, 'name')
    }
    const tagAt = nameReader(taggedNames(reading))
    for (const match of text.matchAll(NUMBERED)) {
      const nameEnd = match.index + match[0].length
      const end = endWithClass(text, nameEnd)
      const tag = tagAt(match.index, nameEnd)
      const start = Math.min(match.index, tag?.start ?? match.index)
      const placed = tag || isBehindRegion(text, match.index) || isAttended(text, match.index)
      if (end > nameEnd || match[1] !== '' || placed)
        found(start, end, end > nameEnd ? 0.9 : 0.7, 'numbered school')
    }
    for (const match of text.matchAll(CLASSES))
      found(match.index, match.index + match[0].length, 0.8, 'class')
    for (const match of text.matchAll(NAMED_CLASS))
      found(match.index, match.index + match[0].length, 0.7, 'class by subject')
    return spans
  },
}

function isNamed(text: string, name: InstitutionName): boolean {
  const { start, nameEnd, end, proper, probability, tagged, unknown } = name
  if (proper < 2) return proper === 1 && probability > 0.3
  const before = text.slice(Math.max(0, start - 5), start)
  if (tagged || (unknown && ATTENDED.test(before))) return true
  return IN_OR_OF.test(before) && !STAGE.test(text.slice(nameEnd, end))
}

function isAttended(text: string, start: number): boolean {
  return ATTENDED.test(text.slice(Math.max(0, start - 5), start))
}

function endWithClass(text: string, end: number): number {
  CLASS_OF_SCHOOL.lastIndex = end
  return end + (CLASS_OF_SCHOOL.exec(text)?.[0].length ?? 0)
}
