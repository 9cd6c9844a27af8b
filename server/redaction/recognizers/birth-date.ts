import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { Span } from '../span.ts'
import { type SpokenDate, spokenDates } from '../spoken-date.ts'

const LINK =
  '(?:[\\s，,。、？?:：]|嗯|呃|啊|那个|就?是|在|于|填的?|写的?|登的|为|的|我|你|您|他|她|农历|阴历|阳历|公历|新历|旧历|老历|应该|好像|身份证上?|呢|几号|几月|多少|哪天|哪年|什么时候|说一下|报一下|对|嘛|啊|呀|吧|哦)'
const BORN_BEFORE = new RegExp(
  `(?:出生(?:日期|年月日?|时间|日子|年份)?|生日|生辰(?:八字)?|生于|诞生于?|生的|落地)${LINK}{0,8}$`,
)
const LONGEST_LEAD = 32
const TIME_OF_DAY =
  '(?:凌晨|清早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|后半夜)?(?:\\d|[一二三四五六七八九十]){0,3}点?半?'
const BORN_AFTER = new RegExp(
  `^(?:[的\\s，,]|农历|阴历|阳历|那天|那日|当天|前后){0,4}${TIME_OF_DAY}(?:我|他|她|孩子|娃)?(?:出生|出世|落地|落的地|降生|诞生|下生|生(?:的(?![病气闷疮])|$|(?![病气闷疮意活产命怕存态死人理疏分平前效动机硬的])|日|人|下来|了|养的)|养的)`,
)
const BIRTHDAY_AFTER =
  /^(?:那天)?[\s，,]?(?:正好|刚好|就)?(?:是|过|做|要过)?[\s，,]?(?:\p{Script=Han}{0,5}?)的?生日/u
const SAME_BIRTHDAY = /^(?:同|是?同?[一1])天(?:过|的)?生(?:日|的)/
const ZODIAC_AFTER = /^[\s，,]?(?:生的?|的)?[\s，,]?(?:农历|阴历)?属[鼠牛虎兔龙蛇马羊猴鸡狗猪]/
const PAPERS_AFTER = /^[\s，,的生]{0,3}(?:住院号|主院号|身份[证正]|病历号|病案号|就诊[卡号]|证件|医保)/
const PAPERS_BEFORE = /身份[证正]上?(?:面|头)?(?:写|登记|填)?的?(?:是|为|写着|写)?$/
const PATIENT_BEFORE = /(?:病人|患者|姓名|名字叫?)\p{Script=Han}{0,4}[\s，,]?$/u
/** Another date of the same birth: 其实是六五年腊月里, 正好儿童节. */
const SAME_BIRTH =
  /^(?:[\s，,的]|生日?的?|正好|刚好|就是|也就是|其实|实际上?|真正|应该|嗯|呃|是|那天|出生|农历|阳历|阴历|一天|同一天|不对){0,6}$/
const WRITTEN = /(?:19|20)\d\d[/年]\d{1,2}[/月]\d{1,2}日?|(?:19|20)\d{6}|\d{6}|\d{3,4}/g
const FILLERS = /嗯|呃|啊|那个/g

/** Dates of birth. Dates of other events stay, and so do a year alone, an age and a zodiac sign. */
export const birthDate: PiiRecognizer = {
  name: 'birth-date',
  find(reading) {
    const { shadow } = reading.digits
    const dates = spokenDates(shadow)
    const born = dates.map((date) => isOfBirth(shadow, date))
    const isSame = (one: number, other: number) => {
      const [first, second] = [dates[one], dates[other]]
      return first && second && SAME_BIRTH.test(shadow.slice(first.end, second.start))
    }
    for (const [i, date] of dates.entries())
      born[i] ||= date.kind !== 'year' && born[i - 1] === true && !!isSame(i - 1, i)
    for (const [i, date] of [...dates.entries()].reverse())
      born[i] ||=
        date.kind === 'whole' &&
        dates[i + 1]?.kind === 'festival' &&
        born[i + 1] === true &&
        !!isSame(i, i + 1)
    const spans = dates.filter((_, i) => born[i]).flatMap((date) => spansOf(reading, date))
    for (const { index, 0: words } of shadow.matchAll(WRITTEN)) {
      const end = index + words.length
      if (/^(?:\d|年)/.test(shadow.slice(end, end + 1))) continue
      const after = words.length >= 8 && BORN_AFTER.test(shadow.slice(end, end + LONGEST_LEAD))
      if (after || BORN_BEFORE.test(before(shadow, index)))
        spans.push(...spansOf(reading, { start: index, end }))
    }
    return spans
  },
}

function before(shadow: string, at: number): string {
  return shadow.slice(Math.max(0, at - LONGEST_LEAD), at)
}

function isOfBirth(shadow: string, { start, end, kind }: SpokenDate): boolean {
  if (kind === 'year' || kind === 'month') return false
  const lead = before(shadow, start)
  const rest = shadow.slice(end, end + LONGEST_LEAD)
  const born = BORN_AFTER.test(rest) || BIRTHDAY_AFTER.test(rest) || SAME_BIRTHDAY.test(rest)
  if (born || BORN_BEFORE.test(lead)) return true
  if (kind !== 'whole') return false
  return (
    ZODIAC_AFTER.test(rest) ||
    PAPERS_AFTER.test(rest) ||
    PAPERS_BEFORE.test(lead) ||
    PATIENT_BEFORE.test(lead)
  )
}

/** The date without the fillers in it. */
function spansOf({ digits }: Reading, { start, end }: Pick<SpokenDate, 'start' | 'end'>): Span[] {
  const words = digits.shadow.slice(start, end)
  const spans: Span[] = []
  let from = 0
  const add = (to: number) => {
    if (to <= from) return
    const place = digits.toOriginal(start + from, start + to)
    spans.push({
      ...place,
      type: 'birth_date',
      score: 0.85,
      reason: 'birth-date',
      item: words.replace(FILLERS, ''),
    })
  }
  for (const { index, 0: filler } of words.matchAll(FILLERS)) {
    add(index)
    from = index + filler.length
  }
  add(words.length)
  return spans
}
