import { spokenDigit } from './digit-characters.ts'
import { isServiceNumber } from './service-numbers.ts'

/**
 * The numbered parts of an address: 三栋, 二单元, 十二号楼, B座, 六零二, in spoken digits and with the homophones that
 * recognisers write (三冻二担元, 七号搂).
 */
export interface NumberedPart {
  readonly start: number
  readonly end: number
  /**
   * `building`: personal on its own. `floor`, `lane` and `other` (号, 组, 期 …) count dates, storeys and teams as well,
   * `door` is three or four digits: they need something beside them. A `service number` is a door only directly
   * behind another part.
   */
  readonly kind: 'building' | 'lane' | 'floor' | 'other' | 'door' | 'service number'
}

const DIGIT = '[零〇○一二两三四五六七八九幺拐勾洞腰\\d]'
const NUMERAL = `(?:[要腰](?=${DIGIT}))?(?:${DIGIT}|[十百])(?:[，,、\\s–-]?(?:${DIGIT}|[十百千])|[要腰](?=${DIGIT})){0,5}`
const KINDS: readonly (readonly [NumberedPart['kind'], string])[] = [
  ['building', `[A-Za-z]\\d{0,2}(?:座|栋|幢|号楼)`],
  [
    'building',
    `(?!一[栋幢座])[甲乙丙丁A-Za-z]?${NUMERAL}(?:[号好][楼搂漏院]|号?(?:宿舍|教学|办公|实验|公寓)楼|号公寓|[栋幢座])(?![楼房别大小山桥塔城庙坟])`,
  ],
  ['building', `(?<!第)${NUMERAL}(?:单元|[单担][元原员]|丹元)(?![测考试卷题])`],
  ['building', `(?<![\\d${DIGIT}])${DIGIT}{3,4}(?:[室屋](?!友)|十(?!${DIGIT}|[块元岁个月年天多几]))`],
  ['other', `第${NUMERAL}(?:栋|幢|座|排|户|家|间)`],
  ['lane', `${NUMERAL}(?:[弄巷]|[农浓龙](?=${NUMERAL}号))`],
  ['other', `${NUMERAL}(?:[好东](?=${DIGIT}{2})|好(?![学人了吧的不像几多吗啊呀]))`],
  ['floor', `(?:地下|负)?${NUMERAL}[层楼搂](?![梯])`],
  ['building', `(?!一冻)${NUMERAL}冻|${NUMERAL}动(?=[要腰]?${DIGIT}{2}|[要腰]?${DIGIT}[要腰])`],
  ['door', `${NUMERAL}洞(?!${DIGIT})`],
  [
    'other',
    `[甲乙丙丁附A-Za-z]?${NUMERAL}(?:号?车位|号?房间?|号?铺|号口|号门|号|[组祖]|队|社|期|区|户|[门条](?=[甲乙丙丁]?${DIGIT}))`,
  ],
  ['other', `[A-Za-z]出?口|[A-Za-z]区`],
  [
    'door',
    `(?<!${DIGIT})[要腰]?${DIGIT}(?:[，,、\\s]?(?:${DIGIT}|[要腰](?=${DIGIT}))){2,3}(?!${DIGIT}(?![人个口楼间天年岁]))`,
  ],
]
const PART = new RegExp(KINDS.map(([, pattern]) => `(${pattern})`).join('|'), 'g')
/** 二零一九年, 三五百块: the digits count something. */
const MEASURE =
  /^(?:年|月|日|块|元|人|个|天|分|岁|米|公里|斤|次|路|毫|片|颗|瓶|点|[万千百十]|届|级|班|线|度|%)/

/** Every part, from left to right, none overlapping. */
export function numberedParts(text: string): NumberedPart[] {
  const parts: NumberedPart[] = []
  for (const match of text.matchAll(PART)) {
    const found = KINDS[match.slice(1).findIndex((group) => group !== undefined)]?.[0] as NumberedPart['kind']
    const end = match.index + match[0].length
    if (found === 'door' && MEASURE.test(text.slice(end, end + 2))) continue
    const kind = found === 'door' && isServiceNumber(digitsOf(match[0])) ? 'service number' : found
    parts.push({ start: match.index, end, kind })
  }
  return parts
}

function digitsOf(spoken: string): string {
  return [...spoken]
    .map((each) => spokenDigit(each) ?? (each === '要' || each === '腰' ? '1' : each))
    .join('')
}
