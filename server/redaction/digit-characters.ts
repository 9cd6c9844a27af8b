/** The characters that digits are said and written with. */
const DIGITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    0: '零〇○洞',
    1: '一幺壹',
    2: '二两贰',
    3: '三叁',
    4: '四肆',
    5: '五伍',
    6: '六陆',
    7: '七拐柒',
    8: '八捌',
    9: '九勾玖',
  }).flatMap(([digit, forms]) => [...forms].map((form) => [form, digit] as const)),
)
const DECIMAL = /^\p{Nd}$/u

/** The digit that a Chinese numeral stands for. */
export function spokenDigit(character: string): string | undefined {
  return DIGITS.get(character)
}

/** The digit that a character of any width is. */
export function writtenDigit(character: string): string | undefined {
  if (!DECIMAL.test(character)) return undefined
  const digit = character.normalize('NFKC')
  return digit >= '0' && digit <= '9' ? digit : undefined
}

/** A character, a filler word, a digit said several times at once or a spoken X. */
export interface DigitUnit {
  readonly start: number
  readonly end: number
  readonly filler: boolean
  /** What it stands for in a number: digits, `X`, or nothing. */
  digit: string | undefined
}

export function isDigit(unit: DigitUnit | undefined): boolean {
  return unit?.digit !== undefined && unit.digit !== 'X'
}
