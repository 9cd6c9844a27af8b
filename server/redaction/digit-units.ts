import { type DigitUnit, isDigit, spokenDigit, writtenDigit } from './digit-characters.ts'
import { settleHomophones, settleYao } from './misheard-digits.ts'

/** Said for digits only, never in a quantity: 幺十七床 is 1 and then 17. */
const NEVER_QUANTITY = new Set([...'幺洞拐勾'])
const TEN_AND_UP = new Set([...'十百千万亿'])
const FILLER =
  /那个|就是|然后|不对|不是|[嗯呃啊哦喔噢额唉诶欸哎呀咳啥对再]|[\s,，.。、_·…~～;；()（）—–－*＊-]/y
const SPOKEN_X = /[XxＸｘ](?![A-Za-z])|叉|[艾埃爱]克[斯丝]/y
/** 11:00 */
const WRITTEN_TIME = /(?<![\d:：])\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?![\d:：])/y
/** 一 at the head of an ordinary word, and a numeral that counts: 一会儿, 三个. */
const WORD_WITH_YI = new Set([...'会起直定样下点些般切半共旦边次遍句口阵字眼来方概向律时度心致再辈道路不'])
const TIMES = /[两二三四五2-5]个/y
/** 中间四个零零五三: four digits follow. */
const PIECE_BEFORE = new Set([...'间后前末头边面'])

/** Cuts a text into units and says which of them are digits. Linear in the text's length. */
export function readDigitUnits(text: string): DigitUnit[] {
  const units: DigitUnit[] = []
  for (let at = 0; at < text.length; ) {
    const filler = matchAt(FILLER, text, at)
    const time = matchAt(WRITTEN_TIME, text, at)
    if (time) {
      units.push({ start: at, end: at + time, filler: false, digit: undefined })
      at += time
      continue
    }
    const x = filler ? 0 : matchAt(SPOKEN_X, text, at)
    const character = String.fromCodePoint(text.codePointAt(at) as number)
    const end = at + (filler || x || character.length)
    units.push({ start: at, end, filler: filler > 0, digit: x ? 'X' : digitAt(text, at, character) })
    at = end
  }
  const settled = settleRepeats(text, units)
  settleYao(text, settled)
  settleHomophones(text, settled)
  return settled
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 0
}

/** A numeral of a quantity (三十五) stays as it is, as does one that counts (8000一个月, 一会儿). */
function digitAt(text: string, at: number, character: string): string | undefined {
  const digit = spokenDigit(character)
  if (digit === undefined) return writtenDigit(character)
  if (NEVER_QUANTITY.has(character)) return digit
  const next = text[at + 1] ?? ''
  if (TEN_AND_UP.has(next)) return next === '十' && plainDigits(text, at - 3) >= 3 ? digit : undefined
  const before = text[at - 1] ?? ''
  if (TEN_AND_UP.has(before)) return before === '十' && isTenMisheard(text, at) ? digit : undefined
  if (!isNumeral(before) && (next === '个' || (character === '一' && WORD_WITH_YI.has(next))))
    return undefined
  if (character === '一' && /^\d一[天年月份瓶片个次]/.test(text.slice(at - 1, at + 2))) return undefined
  return digit
}

/** 最后四位十六八零三: 是 is written 十; no quantity goes on with four digits. */
function isTenMisheard(text: string, at: number): boolean {
  return !isNumeral(text[at - 2] ?? '') && plainDigits(text, at) >= 4 && !TEN_AND_UP.has(text[at + 4] ?? '')
}

function isNumeral(character: string): boolean {
  return spokenDigit(character) !== undefined || TEN_AND_UP.has(character) || /^\d$/.test(character)
}

/** How many of the four characters from a place on are digits without a break. */
function plainDigits(text: string, from: number): number {
  let count = 0
  while (count < 4 && spokenDigit(text[from + count] ?? '')) count++
  return count
}

/** 一三三两个零七七五: beside three digits or more, 两个零 is said for 零零. */
function settleRepeats(text: string, units: readonly DigitUnit[]): DigitUnit[] {
  const settled: DigitUnit[] = []
  let before = 0
  for (let i = 0; i < units.length; i++) {
    const unit = units[i] as DigitUnit
    const repeated = units[i + 2]
    const names = PIECE_BEFORE.has(text[unit.start - 1] ?? '')
    if (!names && matchAt(TIMES, text, unit.start) && repeated && isDigit(repeated)) {
      let after = 0
      while (after < 3 && isDigit(units[i + 3 + after])) after++
      if (before >= 3 || after === 3) {
        const count = Number(spokenDigit(text[unit.start] as string) ?? text[unit.start])
        const digit = (repeated.digit as string).repeat(count)
        settled.push({ start: unit.start, end: repeated.end, filler: false, digit })
        before += count
        i += 2
        continue
      }
    }
    settled.push(unit)
    if (isDigit(unit)) before++
    else if (!unit.filler) before = 0
  }
  return settled
}
