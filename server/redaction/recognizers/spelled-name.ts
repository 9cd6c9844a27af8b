import type { PiiRecognizer } from '../recognizer.ts'
import type { Span } from '../span.ts'
import { holdsOneOf, type SpelledCharacter, spelledCharactersIn } from '../spelled-characters.ts'
import { refusedSpellingsIn, spelledSurnamesIn } from '../spelled-surnames.ts'
import { endOfSurname } from '../surnames.ts'

const HAN = /^(?:(?![的了在是我你他她])\p{Script=Han})+$/u
const RADICAL =
  '(?:[单双人]人|人字|竖心|提手|绞丝|草字|宝盖|竹字|木字|王字|金字|日字|言字|女字|火字|石字|马字|口字|土字|山字|月字|雨字|心字|虫字|禾字|米字|衣字|食字|足字|车字|门字|走字)[旁头底边]|[单双]立人|[两三]点水|走之底?|立刀旁?|反文旁?|四点底'
/** 人字旁两个土, 两点水一个先后的先, 草字头的薛. */
const BY_RADICALS = new RegExp(
  `(?:左边|右边|上面|下面|加上?一?个?)?(?:${RADICAL})(?:(?:的那个|的|那个|加上?|再|右边|左边|上面|下面|里面|旁边|[一两三]个|个|是){1,4}(?:\\p{Script=Han}{2,4}(?:的那个|的))?\\p{Script=Han}(?:的\\p{Script=Han}(?=$|[^\\p{L}]))?)?`,
  'gu',
)
/** 上面一个日下面一个成的晟 */
const BY_SIDES =
  /(?:左边|上面|外面|左|上)是?(?:一?个)?\p{Script=Han}{1,3}?(?:右边|下面|里面|右|下)是?(?:一?个)?\p{Script=Han}{1,2}?字?(?:的|念)\p{Script=Han}(?=$|[^\p{L}])/gu
/** 三个金的鑫, 双木林. */
const BY_REPETITION =
  /[两三四]个(?:金|石头?|木头?|水|火|日|太阳|口|土|牛|吉|月亮?|又|耳朵?|车|力|直)字?的?那?个?[鑫磊森淼焱炎晶品垚犇喆朋林圭昌吕聂轰劦矗焰]/g
/** 单简单的单但是念善, 电话里老有人听成徐. */
const BY_READING =
  /(?:(?<=姓\p{Script=Han}字?(?:但?是|要|应该)?)[念读][作成做]?|[念读][作成做]?|[听写打认喊叫当][作成])(?![书头大叨经完不错])\p{Script=Han}(?=$|[^\p{L}]|[就但不吧呀啊嘛哦我的也对])/gu
const READING_REACH = 16

/** Names that are spelled: their characters by words that hold them, by their parts, by how they are read. */
export const spelledName: PiiRecognizer = {
  name: 'spelled-name',
  find(reading) {
    const { text } = reading
    const spans: Span[] = []
    const found = (start: number, end: number, score: number, reason: string) =>
      spans.push({ start, end, type: 'name', score, reason: `spelled-name: ${reason}` })
    const surnames = spelledSurnamesIn(text)
    for (const { start, end } of surnames) found(start, end, 0.95, 'parts of a surname')
    for (const { start, end } of refusedSpellingsIn(text)) found(start, end, 0.8, 'parts of a surname')
    for (const spelled of spelledCharactersIn(reading, new Set(surnames.map(({ end }) => end)))) {
      found(spelled.start, spelled.end, 0.84, 'word of a character')
      const name = startOfSpelledName(text, spelled)
      if (name !== null) found(name, spelled.start, 0.85, 'before its spelling')
    }
    for (const { index, 0: words } of text.matchAll(BY_RADICALS))
      if (words.length > 3) found(index, index + words.length, 0.8, 'parts of a character')
    for (const { index, 0: words } of text.matchAll(BY_REPETITION))
      found(index, index + words.length, 0.8, 'parts of a character')
    for (const { index, 0: words } of text.matchAll(BY_SIDES))
      found(index, index + words.length, 0.8, 'parts of a character')
    const spelled = new Set(spans.map(({ end }) => end))
    for (const { index, 0: words } of text.matchAll(BY_READING)) {
      const isNear = holdsOneOf(spelled, index - READING_REACH, index) || text[index - 2] === '姓'
      if (isNear) found(index + words.length - 1, index + words.length, 0.7, 'how it is read')
    }
    return spans
  },
}

/** 段留成留下的留: a surname with the character that is spelled stands right before its spelling. */
function startOfSpelledName(text: string, { start, character }: SpelledCharacter): number | null {
  for (const length of [3, 2]) {
    const name = start >= length ? text.slice(start - length, start) : ''
    const surname = endOfSurname(name, 0)
    if (surname !== null && HAN.test(name) && name.includes(character, surname)) return start - length
  }
  return null
}
