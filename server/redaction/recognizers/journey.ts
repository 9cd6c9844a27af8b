import type { PiiRecognizer } from '../recognizer.ts'

const NUMERAL = '[\\d一二三四五六七八九十]{1,3}'
const SEAT = `(?:${NUMERAL}(?:号?车厢?)?${NUMERAL}?[排座]?[A-F](?:座|号|(?![A-Za-z]))|${NUMERAL}号?车厢?${NUMERAL}[座号排])`
/** 坐的G七二零二次五车十二F: with a train and a seat one person can be found. */
const TRAIN = new RegExp(`(?<![A-Za-z])[GDCZTKYS]\\d{1,4}(?:次(?:列车)?(?:的?${SEAT})?|的?${SEAT})`, 'g')

/** The train, and the seat in it, that somebody travels in. */
export const journey: PiiRecognizer = {
  name: 'journey',
  find: ({ digits }) =>
    [...digits.shadow.matchAll(TRAIN)].map(({ index, 0: words }) => ({
      ...digits.toOriginal(index, index + words.length),
      type: 'other',
      score: 0.75,
      reason: 'journey',
    })),
}
