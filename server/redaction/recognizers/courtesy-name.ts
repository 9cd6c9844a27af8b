import { personIn, wordEdge } from '../name-evidence.ts'
import { GIVEN, isGivenCharacter, reduplicatedForm } from '../nickname-forms.ts'
import { drugMask, isNotName } from '../not-names.ts'
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

/** Forms of address: a surname, a given name or a nickname with a title behind it. */
export const courtesyName: PiiRecognizer = {
  name: 'courtesy-name',
  find(reading) {
    const { text, tagging, breaks } = reading
    const drugs = drugMask(text)
    const said = new Set([...text.matchAll(SAID_SURNAME)].map(([, surname]) => surname))
    const spans: Span[] = []
    const found = (start: number, end: number, score: number, reason: string) => {
      const name = text.slice(start, end)
      // 灯都没开。大哥，…: what two turns say is no name.
      if (breaks.some((at) => at > start && at < end)) return
      if (NOT_TITLED.has(name) || isNotName(name) || drugs.subarray(start, end).includes(1)) return
      spans.push({ start, end, type: 'name', score, reason: `courtesy-name: ${reason}` })
    }
    for (const { index, 0: words, 1: prefix = '', 2: surname = '' } of text.matchAll(WITH_LONG_TITLE)) {
      const at = index + prefix.length
      const isTrusted = endOfSurname(surname, 0) !== null || said.has(surname)
      const person = personIn(tagging, at, at + surname.length)
      const threshold = PREPOSITIONS.has(surname) ? DOUBTFUL_THRESHOLD : EVERYDAY_SURNAME_THRESHOLD
      if (!isTrusted && person < threshold) continue
      if (!standsAlone(reading, index, index + words.length)) continue
      found(index, index + words.length, 0.88, 'surname and title')
    }
    for (const { index, 0: words, 1: prefix = '', 2: surname = '', 3: title = '' } of text.matchAll(
      WITH_SHORT_TITLE,
    )) {
      const at = index + prefix.length
      const end = index + words.length
      const person = personIn(tagging, at, end)
      const isTrusted = endOfSurname(surname, 0) !== null || said.has(surname)
      const isOneWord = wordEdge(tagging, end - title.length) < 0.5
      const isPlain = isTrusted && PLAIN_SHORT_TITLES.has(title)
      const isDoubtful = DOUBTFUL_SHORT_TITLES.has(title) || !isTrusted
      if (isDoubtful ? person < DOUBTFUL_THRESHOLD : !isPlain && person < SHORT_TITLE_THRESHOLD && !isOneWord)
        continue
      if (!standsAlone(reading, index, end)) continue
      found(index, end, 0.86, 'surname and short title')
    }
    for (const { index, 0: words } of text.matchAll(WITH_KIN)) {
      const end = index + words.length
      if (NO_GIVEN_NAME.has(words[0] as string)) continue
      if (personIn(tagging, index, end) < KIN_THRESHOLD || wordEdge(tagging, index) < 0.5) continue
      found(index, end, 0.86, 'name and kin')
    }
    for (const { index, 0: words, 1: character = '' } of text.matchAll(OF_A_CHILD)) {
      if (reduplicatedForm(character) === 'never' || wordEdge(tagging, index) < 0.5) continue
      found(index, index + words.length, 0.86, 'parent of a child')
    }
    for (const { index, 0: words } of text.matchAll(RANKED)) {
      if (wordEdge(tagging, index) < 0.5 || personIn(tagging, index, index + 1) < 0.05) continue
      found(index, index + words.length, 0.8, 'surname and rank')
    }
    for (const { start, end, score } of namesSeen(text, tagging, 0.3)) {
      TITLE_BEHIND.lastIndex = end
      const title = TITLE_BEHIND.exec(text)
      const isName = end - start > 1 && end - start < 4 && [...text.slice(start, end)].some(isGivenCharacter)
      if (title && isName && !isNotName(text.slice(start, end)))
        found(start, end + title[0].length, 0.9 * score, 'name and title')
    }
    return spans
  },
}

/** Words of the tagger's own begin and end here: 王老师 stands alone, 语文老师 does not. */
function standsAlone({ tagging }: Reading, start: number, end: number): boolean {
  return wordEdge(tagging, start) >= 0.5 && wordEdge(tagging, end) >= 0.3
}
