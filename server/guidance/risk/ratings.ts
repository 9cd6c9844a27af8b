/** A number that was said, in heard text. A range (六七十) has both ends. */
export interface SaidNumber {
  readonly value: number
  readonly upTo: number
  /** 成 counts tenths, whatever the scale. */
  readonly tenths: boolean
  readonly start: number
  readonly end: number
}

const DIGITS = '零一二三四五六七八九'
const D = '[一二两三四五六七八九]'

/** What follows a number that counts something else. */
const COUNTS =
  '(?!年|个?月|天|日|岁|号|点(?!五)|个|次|块|万|千|片|粒|颗|瓶|斤|两|楼|层|小时|分钟|遍|回|人|克|礼拜|星期|周|班|路|级|页|章|张|位|本|条|斤|道)'

const NUMBERS: readonly {
  readonly form: RegExp
  readonly read: (match: RegExpMatchArray) => readonly [number, number]
}[] = [
  { form: /一百分?|100/, read: () => [100, 100] },
  { form: new RegExp(`(${D})(${D})十${COUNTS}`), read: ([, a, b]) => [digit(a) * 10, digit(b) * 10] },
  {
    form: new RegExp(`(${D})十(${D})(${D})${COUNTS}`),
    read: ([, tens, a, b]) => [digit(tens) * 10 + digit(a), digit(tens) * 10 + digit(b)],
  },
  {
    form: new RegExp(`(${D})?十(${D})?${COUNTS}`),
    read: ([, tens, ones]) => same((tens ? digit(tens) * 10 : 10) + (ones ? digit(ones) : 0)),
  },
  { form: new RegExp(`(${D})(${D})(?=分(?!钟)|成)`), read: ([, a, b]) => [digit(a), digit(b)] },
  { form: new RegExp(`(${D}|零)(?=分(?!钟)|成)`), read: ([, a]) => same(digit(a)) },
  {
    form: new RegExp(`(\\d{1,3})(?:到|至)?(\\d{1,3})?${COUNTS}`),
    read: ([, a, b]) => [Number(a), Number(b ?? a)],
  },
  { form: new RegExp(`^(${D})(${D})?${COUNTS}`), read: ([, a, b]) => [digit(a), digit(b ?? a)] },
  { form: /^零/, read: () => [0, 0] },
]

/** The first number of a text that can be a score. */
export function firstNumber(text: string): SaidNumber | null {
  let first: SaidNumber | null = null
  for (const { form, read } of NUMBERS) {
    const match = text.match(form)
    if (match?.index === undefined) continue
    if (first && match.index >= first.start) continue
    const [value, upTo] = read(match)
    const end = match.index + match[0].length
    first = { value, upTo: Math.max(value, upTo), tenths: text.charAt(end) === '成', start: match.index, end }
  }
  return first
}

function digit(character: string | undefined): number {
  return character === '两' ? 2 : DIGITS.indexOf(character ?? '')
}

function same(value: number): readonly [number, number] {
  return [value, value]
}
