import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'
import { soundAlike, soundOf } from './sounds.ts'

const Words = z.record(z.string(), z.array(z.string()))
const { words = [], time = [], known = [], ...never } = readLexicon('not-names.yaml', Words)
const NOT_NAMES = new Set(Object.values(never).flat())
const UNLIKELY_NAMES = new Set([words, time, known].flat())
const LONGEST = Math.max(...[...NOT_NAMES, ...UNLIKELY_NAMES].map((word) => word.length))
const DRUGS = Object.values(readLexicon('drugs.yaml', Words))
  .flat()
  .sort((a, b) => b.length - a.length)
const DRUG = new RegExp(DRUGS.join('|'), 'g')
/** Shorter ones sound like too much else. */
const DRUGS_BY_SOUND = Map.groupBy(
  DRUGS.filter((drug) => drug.length >= 3),
  (drug) => soundOf(drug[0] as string),
)
/** 三婶, 小姑, 大姨妈, 妹妹: relatives by their place in the family. */
const RELATIVE =
  /^(?:[大小老二三四五六七八九幺表堂亲干][大小]?)?(?:([哥姐弟妹爷奶爸妈爹娘叔婶姑姨舅伯嫂公婆])\1?|孙(?=[子女])|侄|外甥|外孙|姑娘|老师|仔|崽|囡)(?:子|女|儿|妈|父|母|爹|夫|丈|婆)?儿?们?$/
const NUMERAL = '零〇一二两三四五六七八九十百千万幺\\d'
/** Digits and amounts that the tagger takes for a name: 幺零, 三千七, 六六. */
const OF_NUMERALS = new RegExp(`^[高初大研]?[${NUMERAL}a-zA-Z]+$`)
const TWO_NUMERALS = new RegExp(`[${NUMERAL}]{2}`)
/** 莫打: do not, where people speak so. */
const PROHIBITION = /^莫[打要去得有说哭怕讲管想看动乱急挂录逗瞎吵闹问催信气走来搞弄理惹慌忙瞒再个一]/
/** 文文静静 */
const EACH_TWICE = /^(.)\1(.)\2/
/** 科里, 村里 */
const INSIDE = /^[科班组厂村店队院局校寝屋家心夜城县镇县乡手嘴脑眼]里$/

/** Whether a candidate is a role, a relative or a number, alone or with more of the sentence behind it. */
export function isNotName(candidate: string): boolean {
  if (RELATIVE.test(candidate) || startsWithOneOf(NOT_NAMES, candidate)) return true
  if (OF_NUMERALS.test(candidate) && TWO_NUMERALS.test(candidate)) return true
  return PROHIBITION.test(candidate) || INSIDE.test(candidate) || EACH_TWICE.test(candidate)
}

/** Whether it is none unless a cue says so: 许诺 and 安宁 are words, 张飞 is in a book. */
export function isUnlikelyName(candidate: string): boolean {
  return isNotName(candidate) || startsWithOneOf(UNLIKELY_NAMES, candidate)
}

function startsWithOneOf(list: ReadonlySet<string>, candidate: string): boolean {
  if (list.has(candidate)) return true
  for (let length = 3; length <= Math.min(LONGEST, candidate.length); length++)
    if (list.has(candidate.slice(0, length))) return true
  return false
}

/** One byte for each UTF-16 unit of the text: 1 where a medicine is named, or what sounds like one: 艾斯座轮. */
export function drugMask(text: string): Uint8Array {
  if (text !== lastMasked.text) lastMasked = { text, mask: maskDrugs(text) }
  return lastMasked.mask
}

/** The recognisers ask for the mask of the same text one after the other. */
let lastMasked: { readonly text: string; readonly mask: Uint8Array } = { text: '', mask: new Uint8Array() }

function maskDrugs(text: string): Uint8Array {
  const mask = new Uint8Array(text.length)
  for (const match of text.matchAll(DRUG)) mask.fill(1, match.index, match.index + match[0].length)
  for (let at = 0; at < text.length; at++)
    for (const drug of DRUGS_BY_SOUND.get(soundOf(text[at] as string)) ?? [])
      if (soundAlike(text.slice(at, at + drug.length), drug)) mask.fill(1, at, at + drug.length)
  return mask
}
