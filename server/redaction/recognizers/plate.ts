import { z } from 'zod'
import { readLexicon } from '../lexicon/read-lexicon.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { Span } from '../span.ts'

/** What may stand between two characters of a plate; 杠 is also written 钢. */
const GAP = '(?:横?杠|钢|[\\s，,。、·.—-]|嗯|呃|啊|啥|那个|然后){0,3}'
const CHARACTER = `${GAP}(?:[A-Za-z0-9]|叉|[艾埃爱]克[斯丝]|要(?=${GAP}[A-Za-z0-9])|(?<=[A-Za-z0-9])要(?![不是求紧看打去来给用]))`
const PLATES = readLexicon('plates.yaml', z.object({ provinces: z.string(), heard: z.string() }))
const PROVINCE = `[${PLATES.provinces}]`
const PLATE = new RegExp(
  `${PROVINCE}${GAP}[A-Za-z](?:${CHARACTER}){3,6}(?:[学警港澳]|挂(?![靠在着了掉号]))?`,
  'gu',
)
/** Behind a cue the province may be misheard or left out. */
const LED = new RegExp(
  `(?:车牌号?码?|牌照号?|牌号|车号|[绿蓝黄]牌)(?:[是为，,:：\\s的]|就是|尾号){0,3}(\\p{Script=Han}?[A-Za-z](?:${CHARACTER}){3,6}|\\d{3,6})`,
  'gu',
)
/** The province misheard behind 车, with the letter lost: 月三五九零 for 粤B三五H九零. */
const MISHEARD = new RegExp(
  `车(?:牌号?)?[是，,\\s]{0,2}([${PLATES.provinces}${PLATES.heard}][A-Za-z]?\\d{4,6}[A-Za-z]?)`,
  'g',
)
const BARE = 5
const GAP_WORDS = /嗯|呃|啊|啥|那个|然后/g

/** Licence plates: 沪A幺三八Q五, also in part and with pauses. */
export const plate: PiiRecognizer = {
  name: 'plate',
  find(reading) {
    const { shadow } = reading.digits
    const spans: Span[] = []
    for (const { index, 0: whole } of shadow.matchAll(PLATE)) {
      const words = withoutNextWord(whole)
      if (/\d/.test(words)) spans.push(...pieces(reading, index, words, 0.95))
    }
    for (const { index, 0: whole, 1: words = '' } of shadow.matchAll(LED))
      spans.push(...pieces(reading, index + whole.length - words.length, words, 0.9))
    for (const { index, 0: whole, 1: words = '' } of shadow.matchAll(MISHEARD))
      spans.push(...pieces(reading, index + whole.length - words.length, words, 0.6))
    return spans
  },
}

/** Only a plate with a letter first or last behind the first two has six more: 粤E八K二一七, 六点几就到. */
function withoutNextWord(words: string): string {
  const characters = words.replace(/[^A-Za-z0-9叉要克]/g, '').slice(1)
  const six = characters.length > BARE && !/^[A-Za-z]|[A-Za-z]$/.test(characters)
  return six ? words.slice(0, -1) : words
}

function pieces(reading: Reading, index: number, words: string, score: number): Span[] {
  const spans: Span[] = []
  const item = words.replace(/[^\p{Script=Han}A-Za-z0-9]|横?杠|钢|嗯|呃|啊|啥|那个|然后/gu, '')
  let from = 0
  const add = (to: number) => {
    if (to > from) {
      const place = reading.digits.toOriginal(index + from, index + to)
      spans.push({ ...place, type: 'plate', score, reason: 'plate', item })
    }
  }
  for (const gap of words.matchAll(GAP_WORDS)) {
    add(gap.index)
    from = gap.index + gap[0].length
  }
  add(words.length)
  return spans
}
