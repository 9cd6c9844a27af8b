/**
 * Digits as people say them and as recognisers write them, made readable for patterns: a shadow copy of the text in
 * which every spoken or written digit is an ASCII digit and the fillers and separators between two digits are gone.
 * Everything else stays character for character, and every position maps back to the original.
 */

const SURE: ReadonlyMap<string, string> = new Map(
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

/** Recognisers write 幺 so; on their own they are ordinary words. */
const YAO = new Set(['要', '么'])
/** What turns a following 要 or 么 back into the ordinary word: 我要, 需要, 什么. */
const BEFORE_WORD_YAO = new Set([...'我你您他她它们想需不就主重只还快将都也会必非定没什怎这那多'])

const MOBILE_LENGTH = 11

const TEN_AND_UP = new Set([...'十百千万亿'])
const FILLER = /那个|就是|然后|不对|不是|[嗯呃啊哦额唉诶哎呀对再]|[\s,，.。、_·…~～;；()（）—–－-]/y
const SPOKEN_X = /[XxＸｘ](?![A-Za-z])|叉|艾克斯|埃克斯/y
const DECIMAL = /^\p{Nd}$/u

export class SpokenDigits {
  /** The shadow copy. `X` after digits is the check character of an ID number, in whatever form it was said. */
  readonly shadow: string
  readonly #starts: readonly number[]
  readonly #ends: readonly number[]

  constructor(shadow: string, starts: readonly number[], ends: readonly number[]) {
    this.shadow = shadow
    this.#starts = starts
    this.#ends = ends
  }

  /** The original's `[start, end)` of a non-empty stretch of the shadow. */
  toOriginal(start: number, end: number): { start: number; end: number } {
    return { start: this.#starts[start] as number, end: this.#ends[end - 1] as number }
  }

  /** Where an offset of the original lies in the shadow; of something left out, where the next unit lies. */
  toShadow(offset: number): number {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] as number) < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The pieces of a stretch of digits that were said or written without anything between them. */
  chunks(start: number, end: number): string[] {
    const chunks: string[] = []
    let from = start
    for (let i = start + 1; i <= end; i++) {
      if (i < end && this.#starts[i] === this.#ends[i - 1]) continue
      chunks.push(this.shadow.slice(from, i))
      from = i
    }
    return chunks
  }
}

/** Reads a text's digits. Linear in the text's length. */
export function readSpokenDigits(text: string): SpokenDigits {
  const units = readUnits(text)
  settleYao(text, units)
  let shadow = ''
  const starts: number[] = []
  const ends: number[] = []
  const keep = (unit: Unit) => {
    const written = unit.digit ?? text.slice(unit.start, unit.end)
    shadow += written
    for (let i = 0; i < written.length; i++) {
      starts.push(unit.digit ? unit.start : unit.start + i)
      ends.push(unit.digit ? unit.end : unit.start + i + 1)
    }
  }
  let held: Unit[] = []
  let digits = 0
  for (const unit of units) {
    if (unit.filler && digits > 0) {
      held.push(unit)
      continue
    }
    const joins = unit.digit !== undefined && (unit.digit !== 'X' || digits >= 3)
    if (!joins) for (const filler of held) keep(filler)
    held = []
    digits = joins && unit.digit !== 'X' ? digits + 1 : 0
    keep(unit.digit === 'X' && !joins ? { ...unit, digit: undefined } : unit)
  }
  for (const filler of held) keep(filler)
  return new SpokenDigits(shadow, starts, ends)
}

/** A character, a filler word or a spoken X. */
interface Unit {
  readonly start: number
  readonly end: number
  readonly filler: boolean
  digit: string | undefined
}

function readUnits(text: string): Unit[] {
  const units: Unit[] = []
  for (let at = 0; at < text.length; ) {
    const filler = matchAt(FILLER, text, at)
    const x = filler ? 0 : matchAt(SPOKEN_X, text, at)
    const character = String.fromCodePoint(text.codePointAt(at) as number)
    const end = at + (filler || x || character.length)
    units.push({ start: at, end, filler: filler > 0, digit: x ? 'X' : digitAt(text, at, character) })
    at = end
  }
  return units
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 0
}

/** A numeral that touches 十百千万亿 is a quantity (三十五) and stays as it is, as does the measure in 8000一个月. */
function digitAt(text: string, at: number, character: string): string | undefined {
  if (DECIMAL.test(character)) {
    const digit = character.normalize('NFKC')
    return digit >= '0' && digit <= '9' ? digit : undefined
  }
  const quantity = TEN_AND_UP.has(text[at - 1] ?? '') || TEN_AND_UP.has(text[at + 1] ?? '')
  const measure = character === '一' && /^\d一[个天年月次份瓶片]/.test(text.slice(at - 1, at + 2))
  return quantity || measure ? undefined : SURE.get(character)
}

/**
 * 要 and 么 count as 1 between two digits; at the head of three or more digits unless the word before makes them
 * ordinary (我要, 什么); and at the tail where a pause follows or where they complete a mobile number.
 */
function settleYao(text: string, units: Unit[]): void {
  const isDigit = (unit: Unit | undefined) => unit?.digit !== undefined && unit.digit !== 'X'
  let before = 0
  for (let i = 0; i < units.length; i++) {
    const unit = units[i] as Unit
    if (isDigit(unit)) before++
    if (isDigit(unit) || unit.filler) continue
    if (!isYao(text, unit)) {
      before = 0
      continue
    }
    const group = [unit]
    let end = i + 1
    for (let k = end; units[k]?.filler || isYao(text, units[k]); k++) {
      if (units[k]?.filler) continue
      group.push(units[k] as Unit)
      end = k + 1
    }
    let after = 0
    for (let k = end; after < 3; k++) {
      if (isDigit(units[k]) || (after > 0 && isYao(text, units[k]))) after++
      else if (!units[k]?.filler) break
    }
    const inside = before > 0 && after > 0
    const heads = before === 0 && after === 3 && !BEFORE_WORD_YAO.has(text[unit.start - 1] ?? '')
    const pause = !units[end] || units[end]?.filler
    const tail = before >= 3 && after === 0 && (pause || before + group.length === MOBILE_LENGTH)
    const one = inside || heads || tail
    if (one) for (const yao of group) yao.digit = '1'
    before = one ? before + group.length : 0
    i = end - 1
  }
}

function isYao(text: string, unit: Unit | undefined): boolean {
  return unit !== undefined && YAO.has(text.slice(unit.start, unit.end))
}
