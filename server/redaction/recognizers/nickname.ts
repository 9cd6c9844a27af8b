import { relationBefore } from '../kin.ts'
import { personIn, wordEdge } from '../name-evidence.ts'
import { isEverydayName } from '../name-shape.ts'
import { NICKNAME_BY_ENDING, prefixedForm, reduplicatedForm } from '../nickname-forms.ts'
import { isUnlikelyName } from '../not-names.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { Span } from '../span.ts'

const PREFIXED = /[小老阿大](?![我你您他她它们的了吗呢吧啊呀嘛是])\p{Script=Han}/gu
const REDUPLICATED = /(\p{Script=Han})\1/gu
/** 我们寝室的果果: somebody among others. */
const ONE_OF_US =
  /(?:(?:寝室|宿舍|班[上里]?|公司|单位|店里|厂里|组里|家里?|隔壁|楼[上下]|对面|村里?)的|寝室|宿舍|隔壁|[我他她你您咱俺]们?家)$/
/** What is done with somebody, and what somebody does. */
const BEFORE = /(?:[跟和给找叫喊问让被陪]|告诉|通知|联系|认识)$/
const AFTER = /^(?:[说讲问喊骂打哭他她]|也是|家里)/

const BY_ENDING = new RegExp(NICKNAME_BY_ENDING, 'gu')
/** 老高了, 红红的 */
const AFTER_ADJECTIVE = /[了的地]/

const OPINION = 0.02
const GOOD_OPINION = 0.1
const CONVINCED = 0.5

/** Nicknames by their form: 小王, 老李, 阿哲, 婷婷. */
export const nickname: PiiRecognizer = {
  name: 'nickname',
  find(reading) {
    const { text, tagging } = reading
    const spans: Span[] = []
    const found = (start: number, end: number, score: number, reason: string) => {
      if (isUnlikelyName(text.slice(start, end)) || isUnlikelyName(text.slice(start, end + 1))) return
      spans.push({ start, end, type: 'name', score, reason: `nickname: ${reason}` })
    }
    for (const { index, 0: words } of text.matchAll(PREFIXED)) {
      const end = index + words.length
      const form = prefixedForm(words[0] as string, words.slice(1))
      if (form === 'never' || !standsAlone(reading, index, end)) continue
      const opinion = personIn(tagging, index, end)
      const isOneWord = wordEdge(tagging, index + 1) < 0.5
      const led = isLed(text, index, end)
      if (form === 'sure' ? !isOneWord && opinion <= OPINION : opinion <= GOOD_OPINION && !(isOneWord && led))
        continue
      if (
        (isEverydayName(words) || AFTER_ADJECTIVE.test(text.slice(end, end + 1))) &&
        form !== 'sure' &&
        !led
      )
        continue
      found(index, end, form === 'sure' || led || opinion > CONVINCED ? 0.86 : 0.7, 'surname or given name')
    }
    for (const { index, 0: words, 1: character = '' } of text.matchAll(REDUPLICATED)) {
      const end = index + words.length
      const form = reduplicatedForm(character)
      if (form === 'never' || !standsAlone(reading, index, end) || isOneOfTwo(text, index, end)) continue
      if (form === 'sure') found(index, end, 0.86, 'said twice')
      else if (AFTER_ADJECTIVE.test(text.slice(end, end + 1))) continue
      else if (
        personIn(tagging, index, end) > GOOD_OPINION ||
        ONE_OF_US.test(text.slice(Math.max(0, index - 5), index))
      )
        found(index, end, 0.7, 'said twice')
    }
    for (const { index, 0: words } of text.matchAll(BY_ENDING)) {
      const end = index + words.length
      if (standsAlone(reading, index, end) && isLed(text, index, end))
        found(index, end, 0.7, 'ending of a nickname')
    }
    return spans
  },
}

function isLed(text: string, start: number, end: number): boolean {
  const relation = relationBefore(text, start)
  const before = text.slice(Math.max(0, start - 5), start)
  return (
    relation?.isFamily === false ||
    ONE_OF_US.test(before) ||
    (BEFORE.test(before) && AFTER.test(text.slice(end, end + 2)))
  )
}

/** 文文静静, 高高兴兴: two characters that are each said twice. */
function isOneOfTwo(text: string, start: number, end: number): boolean {
  const isTwice = (at: number) => at >= 0 && text[at] !== undefined && text[at] === text[at + 1]
  return isTwice(start - 2) || isTwice(end)
}

function standsAlone({ tagging, breaks }: Reading, start: number, end: number): boolean {
  return (
    wordEdge(tagging, start) >= 0.5 &&
    wordEdge(tagging, end) >= 0.5 &&
    !breaks.some((at) => at > start && at < end)
  )
}
