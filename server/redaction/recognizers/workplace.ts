import { type InstitutionName, institutionNames } from '../institution-names.ts'
import { WordSet } from '../lexicon/word-set.ts'
import { nameReader, taggedNames } from '../place-names.ts'
import { INSTITUTIONS, isSingleWords, nameStart, properCharacters } from '../proper-names.ts'
import type { PiiRecognizer } from '../recognizer.ts'
import { isRecommended } from '../recommended.ts'
import { afterRegions, isKeptPlace } from '../regions.ts'
import type { Span } from '../span.ts'

const { firms = [], trades = [], offices = [], departments = [] } = INSTITUTIONS
const ENDINGS = new WordSet([...firms, ...trades, ...offices])
const TRADES = new WordSet(trades)
const OFFICES = new WordSet(offices)
const LONGEST_BARE_NAME = 5
/** Just before a firm: somebody works there. */
const WORKS_AT =
  /(?:在|[我俺咱]们|(?:我|他|她|爸|妈|公|姐|哥|妹|弟|人|象)[是那]|单位[是叫]?|公司[是叫]|挂靠|进了|去了?|还是|调到|分到|跳到|来|从|被|给)(?:嗯|呃|那个|[，\s])?$/
/** These need nothing behind. */
const EMPLOYER = /(?:单位|公司|厂子?|老板|店)(?:名|名字)?(?:就?[是叫]|在)$|开了?[个家]$|挂靠$/
/** Just behind it. */
const WORK =
  /^(?:里|那边|这边|那里)?(?:上班|工作|打工|实习|做|干|当|搞|开|拉|看|洗|分拣|收银|站|写|跑|送|扛|值班|上夜班|退休|下岗|倒闭|辞|离职|开除|裁|拖欠|欠|不给|老板|签|的?(?:员工|职工|司机|工人|普工|保安|护士|会计|干部|老板|经理|店长|主管|辅警|技术|销售|客服|厨师|学徒|课程|前台|班长|车间))/
const DEPARTMENT = new RegExp(`[^\\P{Script=Han}的在是我]{2,3}(?:${departments.join('|')})(?![长门])`, 'uy')
/** 公交四公司, 公交一场. */
const BUS_COMPANY =
  /[^\P{Script=Han}我你他们的得在去来是]{0,3}公交[总分第]?[一二三四五六七八九十]{1,2}(?:公司|场|厂|队|分公司)/gu

/** 在华为上班: whatever stands before is the workplace, if it is a name at all. */
const EMPLOYED = /(?:里|那边|那儿|这边)?(?:上班|工作|打工|实习|任职|就职)/g
const LONGEST_NAME = 8

/** The firm or office where somebody works. */
export const workplace: PiiRecognizer = {
  name: 'workplace',
  find(reading) {
    const { text } = reading
    const spans: Span[] = []
    const found = (start: number, end: number, score: number, reason: string) =>
      spans.push({ start, end, type: 'org', score, reason: `workplace: ${reason}` })
    for (const name of institutionNames(reading, ENDINGS)) {
      const reason = workedAtAs(text, name)
      if (!reason || isRecommended(text, name.start)) continue
      DEPARTMENT.lastIndex = name.end
      const department = DEPARTMENT.exec(text)?.[0].length ?? 0
      found(name.start, name.end + department, reason === 'name' ? 0.85 : 0.7, reason)
    }
    const tagAt = nameReader(taggedNames(reading))
    for (const { index: end } of text.matchAll(EMPLOYED)) {
      const start = nameStart(reading, end, LONGEST_NAME)
      if (!'在于'.includes(text[start - 1] ?? ' ') || afterRegions(text, start, end) === end) continue
      const name = text.slice(start, end)
      if (properCharacters(name) < 2 || isKeptPlace(name)) continue
      if (tagAt(start, end) || isSingleWords(reading, start, end)) found(start, end, 0.7, 'employed')
    }
    for (const match of text.matchAll(BUS_COMPANY))
      found(match.index, match.index + match[0].length, 0.85, 'bus company')
    return spans
  },
}

function workedAtAs(text: string, name: InstitutionName): 'name' | 'cue' | null {
  const { start, nameEnd, end, proper, probability, tagged, unknown } = name
  const said = text.slice(Math.max(0, start - 6), start)
  const before = WORKS_AT.test(said)
  const behind = WORK.test(text.slice(end, end + 6))
  const cued = before || behind
  const isTrade = TRADES.lengthBefore(text, end) > 0
  if (start < nameEnd && OFFICES.lengthBefore(text, end) > 0) {
    if (proper >= 1 && tagged) return 'name'
    return cued ? 'cue' : null
  }
  if (proper === 1) return probability > 0 && !isTrade ? 'name' : null
  if (proper === 0) return probability > 0.5 && nameEnd - start >= 2 && cued ? 'cue' : null
  // Words of a trade are everyday compounds too: 家庭教育, 人工智能.
  if (probability > 0 || (tagged && (cued || !isTrade))) return 'name'
  const works = behind && (before || (!isTrade && nameEnd - start <= LONGEST_BARE_NAME))
  const member = before && text[end] === '的'
  return works || member || EMPLOYER.test(said) || (cued && unknown) ? 'cue' : null
}
