import { isPersonal, numberChains } from '../number-chains.ts'
import { announcedPlaces, type CueKind } from '../number-leads.ts'
import { spansOf } from '../number-spans.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { PiiType, Span } from '../span.ts'

const TYPES: Partial<Record<CueKind, PiiType>> = { document: 'id_number', paper: 'other', secret: 'other' }
const SPOKEN_X = '叉|[艾埃爱]克[斯丝]'
/** Letters and digits mixed, with at least three digits: M零四零五九, 1903X224. */
const MIXED = new RegExp(`(?:[A-Za-z]{1,4}[\\s-]?)?\\d(?:[\\s-]?(?:[A-Za-z\\d]|${SPOKEN_X}))*[井#*]?号?`, 'y')
/** 南字第零二三一八号, 夏劳人仲案字一一九四号. The words before 字 begin behind a word that is none of them. */
const OFFICIAL =
  /(?<=^|[^\p{Script=Han}]|[了是的叫为号证上])(?:(?![了是的叫为号证上])\p{Script=Han}){1,8}字第?\d{3,}号?/gu
/** A number of five digits or more takes the letters that lead it along: E九四三二零七七一. */
const LETTERED = /(?<![A-Za-z])(?!QQ|VX|WX|ID|APP)[A-Z]{1,4}[\s-]?\d{5,}X?/gi
const PASSPORT = /^[EGPSDHMC][A-Z]?\d{7,9}$/i

/** Numbers of cards, files, cases, parcels and locks: 学号, 住院号, 护照, 案号, 快递单号, 密码. */
export const documentNumber: PiiRecognizer = {
  name: 'document-number',
  find(reading) {
    const { shadow } = reading.digits
    const spans = numberChains(reading).flatMap((chain) => {
      const kind = [...chain.cues].find((cue) => TYPES[cue])
      const type = kind && TYPES[kind]
      if (!type || !isPersonal(chain)) return []
      return spansOf(reading, chain, { type, score: 0.8, reason: 'document-number: led by a cue' })
    })
    const found = (at: number, words: string, type: PiiType, score: number, reason: string) =>
      spans.push(spanOf(reading, at, words, type, score, `document-number: ${reason}`))
    for (const [at, kinds] of announcedPlaces(reading)) {
      const type = kinds.map((kind) => TYPES[kind]).find((of) => of !== undefined)
      MIXED.lastIndex = at
      const words = type && MIXED.exec(shadow)?.[0]
      const mixed = words && /[^\d\s-]/.test(words) && words.replace(/\D/g, '').length >= 3
      if (type && mixed) found(at, words, type, 0.8, 'letters and digits')
    }
    for (const { index, 0: words } of shadow.matchAll(OFFICIAL)) found(index, words, 'other', 0.8, 'official')
    for (const { index, 0: words } of shadow.matchAll(LETTERED)) {
      const passport = PASSPORT.test(words.replace(/[\s-]/g, ''))
      found(index, words, passport ? 'id_number' : 'other', passport ? 0.86 : 0.65, 'letters lead it')
    }
    return spans
  },
}

function spanOf(
  reading: Reading,
  at: number,
  words: string,
  type: PiiType,
  score: number,
  reason: string,
): Span {
  return { ...reading.digits.toOriginal(at, at + words.length), type, score, reason }
}
