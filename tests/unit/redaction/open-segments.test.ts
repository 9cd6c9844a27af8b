import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readWindow } from '../../../server/redaction/find-spans.ts'
import type { Tagging } from '../../../server/redaction/lac.ts'
import { openFrom } from '../../../server/redaction/open-segments.ts'
import { account } from '../../../server/redaction/recognizers/account.ts'
import { bankCard } from '../../../server/redaction/recognizers/bank-card.ts'
import { birthDate } from '../../../server/redaction/recognizers/birth-date.ts'
import { digitRun } from '../../../server/redaction/recognizers/digit-run.ts'
import { documentNumber } from '../../../server/redaction/recognizers/document-number.ts'
import { idNumber } from '../../../server/redaction/recognizers/id-number.ts'
import { journey } from '../../../server/redaction/recognizers/journey.ts'
import { numberFragment } from '../../../server/redaction/recognizers/number-fragment.ts'
import { phone } from '../../../server/redaction/recognizers/phone.ts'
import { plate } from '../../../server/redaction/recognizers/plate.ts'
import type { Span } from '../../../server/redaction/span.ts'
import { resolveOverlaps } from '../../../server/redaction/spans.ts'

const NUMBERS = [
  ...[
    account,
    bankCard,
    birthDate,
    digitRun,
    documentNumber,
    idNumber,
    journey,
    numberFragment,
    phone,
    plate,
  ],
]

/** A tagger that sees nothing: numbers do without it. */
function nothingTagged(length: number): Tagging {
  const none = () => new Float32Array(length)
  return {
    offsets: Int32Array.from({ length: length + 1 }, (_, i) => i),
    ...{ person: none(), personStart: none(), place: none(), placeStart: none() },
    ...{ organisation: none(), organisationStart: none(), wordStart: none() },
  }
}

function search(texts: readonly string[]): { spans: Span[]; open: number; starts: number[] } {
  const reading = readWindow(texts, nothingTagged(texts.join('').length), [])
  const spans = resolveOverlaps(NUMBERS.flatMap((recognizer) => recognizer.find(reading)))
  return { spans, open: openFrom(reading, spans), starts: [0, ...reading.breaks, reading.text.length] }
}

describe('what may go on is open', () => {
  test.each<[string[], number]>([
    [['我电话是一三八'], 0],
    [['留个电话', '一三八', '嗯'], 1],
    [['一三八零零', '一三八零零后面呢'], 0],
    [['身份证三一零一零四', '好'], 0],
    [['微信是 w x 下划线'], 0],
    [['微信是米粒全拼'], 0],
    [['五月初九'], 0],
    // A whole number, and words that go on with something else.
    [['我电话是', '一三八零零一三八零零零'], 2],
    [['一三八零零一三八零零零', '好的'], 2],
    [['一三八', '你先别急我们慢慢说好不好你现在在哪里'], 2],
    [['打一二三五六'], 1],
    [['我今年三十五岁'], 1],
    [['八十分吧'], 1],
    [['你好', '嗯'], 2],
    [[''], 1],
  ])('%j from %i', (texts, from) => {
    expect(search(texts).open).toBe(from)
  })
})

const CARRIERS = [
  ...[
    '我电话是@',
    '@你记一下',
    '身份证号@',
    '卡号我念@',
    '微信号@',
    '生日是@',
    '我@生的',
    '病人@住院号三三零',
    '车牌@',
  ],
]
const ITEMS = [
  ...['一三八零零一三八零零零', '幺三五嗯零五二八呃八九六零', '零二幺六二三三四五五八转八零四'],
  ...['三一零一零四一九八零零五零六一二三叉', '六二二二零二嗯零二零零一一二三四五六七八'],
  ...['w x 下划线零九', 'lin二零零五艾特qq点com', '一九六三年四月二日', '沪A幺三八Q五'],
]

test('a segment that is let go does not have to be corrected later', () => {
  fc.assert(
    fc.property(
      ...[fc.constantFrom(...CARRIERS), fc.constantFrom(...ITEMS), fc.array(fc.nat(40), { maxLength: 6 })],
      (carrier, item, cuts) => {
        const words = carrier.replace('@', item)
        const edges = [...new Set([0, ...cuts.filter((at) => at < words.length), words.length])].sort(
          (a, b) => a - b,
        )
        const texts = edges.slice(1).map((to, i) => words.slice(edges[i], to))
        const covered = (spans: readonly Span[], at: number) =>
          spans.some(({ start, end }) => start <= at && end > at)
        const final = search(texts).spans
        for (let said = 1; said < texts.length; said++) {
          const { spans, open, starts } = search(texts.slice(0, said))
          for (let at = 0; at < (starts[open] as number); at++)
            expect([words, texts, at, covered(spans, at) || !covered(final, at)]).toEqual([
              words,
              texts,
              at,
              true,
            ])
        }
      },
    ),
    { numRuns: 300 },
  )
})
