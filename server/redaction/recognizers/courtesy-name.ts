import { personIn, wordEdge } from '../name-evidence.ts'
import { shapeOf } from '../name-shape.ts'
import { GIVEN, isGivenCharacter, reduplicatedForm } from '../nickname-forms.ts'
import { drugMask, isUnlikelyName } from '../not-names.ts'
import { namesSeen } from '../person-spans.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { Span } from '../span.ts'
import { ANY_SURNAME, endOfSurname } from '../surnames.ts'
import { KIN_TITLE, LONG_TITLE, NOT_TITLED, SHORT_TITLE } from '../titles.ts'

/** 王老师, 小李老师, 邓护士长. */
const WITH_LONG_TITLE = new RegExp(`([小老大]?)(${ANY_SURNAME})${LONG_TITLE}`, 'g')
/** 高总, 文工, 聂嬢. */
const WITH_SHORT_TITLE = new RegExp(`([小老]?)(${ANY_SURNAME})(${SHORT_TITLE})`, 'g')
/** 秋菊姐, 梅姑, 海哥. */
const WITH_KIN = new RegExp(`${GIVEN}{1,2}(?<![小大老二三四阿幺表堂])${KIN_TITLE}`, 'g')
/** 丁丁妈, 豆豆爸爸. */
const OF_A_CHILD = /(\p{Script=Han})\1(?:他|她)?(?:妈妈?|爸爸?|奶奶|爷爷|外婆|姥姥)/gu
/** 杨老二, 秦老炮. */
const RANKED = new RegExp(`${ANY_SURNAME}老[大二三四五六七八九幺炮头汉师]`, 'g')
const TITLE_BEHIND = new RegExp(`${LONG_TITLE}|${KIN_TITLE}`, 'y')
/** What the speaker is called: 姓那 makes a name of 那同学. */
const SAID_SURNAME = /姓(\p{Script=Han})/gu

/** With these as a title the surname alone tells: nothing else ends so. */
const PLAIN_SHORT_TITLES = new Set([...'叔姨哥姐婶嫂嬢孃'])
/** With these the two are more often another word: 文科, 高校, 盛行. */
const DOUBTFUL_SHORT_TITLES = new Set([...'科校行院所公婆太氏秘局处'])
/** Before a title they are what somebody is, not what he is called. */
const NO_GIVEN_NAME = new Set([...'是大小老元先天女男好亲真正来帅高美良贤多少学同明年成一二三'])
const EVERYDAY_SURNAME_THRESHOLD = 0.02
const SHORT_TITLE_THRESHOLD = 0.02
const DOUBTFUL_THRESHOLD = 0.3
/** Surnames that stand before a title as what they mean: 向老师请教, 和老师商量. */
const PREPOSITIONS = new Set([...'和向从都由来连后全平原那每'])
const KIN_THRESHOLD = 0.1
const RANK_THRESHOLD = 0.05
const SEEN_THRESHOLD = 0.3

/** Forms of address: a surname, a given name or a nickname with a title behind it. */
export const courtesyName: PiiRecognizer = {
  name: 'courtesy-name',
  find(reading) {
    const { text, breaks } = reading
    const drugs = drugMask(text)
    const forms = [surnames, namesWithKin, childrensParents, rankedSurnames, seenNames]
    return forms
      .flatMap((form) => [...form(reading)])
      .filter(({ start, end }) => {
        const name = text.slice(start, end)
        // 灯都没开。大哥，…: what two turns say is no name.
        if (breaks.some((at) => at > start && at < end)) return false
        return !NOT_TITLED.has(name) && !isUnlikelyName(name) && !drugs.subarray(start, end).includes(1)
      })
  },
}

function form(start: number, end: number, score: number, reason: string): Span {
  return { start, end, type: 'name', score, reason: `courtesy-name: ${reason}` }
}

function* surnames(reading: Reading): Generator<Span> {
  const { text, tagging } = reading
  const said = new Set([...text.matchAll(SAID_SURNAME)].map(([, surname]) => surname))
  const isTrusted = (surname: string) => endOfSurname(surname, 0) !== null || said.has(surname)
  for (const { index, 0: words, 1: prefix = '', 2: surname = '' } of text.matchAll(WITH_LONG_TITLE)) {
    const end = index + words.length
    const at = index + prefix.length
    const threshold = PREPOSITIONS.has(surname) ? DOUBTFUL_THRESHOLD : EVERYDAY_SURNAME_THRESHOLD
    if (!isTrusted(surname) && personIn(tagging, at, at + surname.length) < threshold) continue
    if (standsAlone(reading, index, end)) yield form(index, end, 0.88, 'surname and title')
  }
  for (const match of text.matchAll(WITH_SHORT_TITLE)) {
    const { index, 0: words, 1: prefix = '', 2: surname = '', 3: title = '' } = match
    const end = index + words.length
    const person = personIn(tagging, index + prefix.length, end)
    const isDoubtful = DOUBTFUL_SHORT_TITLES.has(title) || !isTrusted(surname)
    const isOneWord = wordEdge(tagging, end - title.length) < 0.5
    const isSure = PLAIN_SHORT_TITLES.has(title) || isOneWord || person >= SHORT_TITLE_THRESHOLD
    if (isDoubtful ? person < DOUBTFUL_THRESHOLD : !isSure) continue
    if (standsAlone(reading, index, end)) yield form(index, end, 0.86, 'surname and short title')
  }
}

function* namesWithKin({ text, tagging }: Reading): Generator<Span> {
  for (const { index, 0: words } of text.matchAll(WITH_KIN)) {
    const end = index + words.length
    if (NO_GIVEN_NAME.has(words[0] as string) || wordEdge(tagging, index) < 0.5) continue
    if (personIn(tagging, index, end) >= KIN_THRESHOLD) yield form(index, end, 0.86, 'name and kin')
  }
}

function* childrensParents({ text, tagging }: Reading): Generator<Span> {
  for (const { index, 0: words, 1: character = '' } of text.matchAll(OF_A_CHILD))
    if (reduplicatedForm(character) !== 'never' && wordEdge(tagging, index) >= 0.5)
      yield form(index, index + words.length, 0.86, 'parent of a child')
}

function* rankedSurnames({ text, tagging }: Reading): Generator<Span> {
  for (const { index, 0: words } of text.matchAll(RANKED))
    if (wordEdge(tagging, index) >= 0.5 && personIn(tagging, index, index + 1) >= RANK_THRESHOLD)
      yield form(index, index + words.length, 0.8, 'surname and rank')
}

/** 小普护士: a nickname that the tagger sees, with the title behind it. Behind a whole name the title is nothing personal. */
function* seenNames({ text, tagging }: Reading): Generator<Span> {
  for (const { start, end, score } of namesSeen(text, tagging, SEEN_THRESHOLD)) {
    TITLE_BEHIND.lastIndex = end
    const title = TITLE_BEHIND.exec(text)
    const name = text.slice(start, end)
    const isWhole = ['full', 'short'].includes(shapeOf(name))
    const isName = !isWhole && name.length > 1 && name.length < 4 && [...name].some(isGivenCharacter)
    if (title && isName && !isUnlikelyName(name))
      yield form(start, end + title[0].length, 0.9 * score, 'name and title')
  }
}

/** Words of the tagger's own begin and end here: 王老师 stands alone, 语文老师 does not. */
function standsAlone({ tagging }: Reading, start: number, end: number): boolean {
  return wordEdge(tagging, start) >= 0.5 && wordEdge(tagging, end) >= 0.3
}
