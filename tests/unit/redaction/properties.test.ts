import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findSpansWith } from '../../../server/redaction/find-spans.ts'
import { Lac } from '../../../server/redaction/lac.ts'
import { Placeholders } from '../../../server/redaction/placeholders.ts'
import { RECOGNIZERS } from '../../../server/redaction/recognizers/registry.ts'
import { resolveOverlaps } from '../../../server/redaction/spans.ts'
import { readSpokenDigits } from '../../../server/redaction/spoken-digits.ts'

const lac = await Lac.load()

const WORDS = [
  ...'我你他叫姓是要么嗯啊，。、 零一幺二两三四五六七八九十百万拐洞勾叉X0123456789张王李小明弓长木子😀e\u0301',
]
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.constantFrom(...WORDS, '身份证', '电话', '后四位', '岁', '12356'), { maxLength: 40 })
    .map((w) => w.join('')),
)

test('spans are in order, disjoint, inside the text, and cut no character in two', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      let at = 0
      for (const { start, end } of await findSpansWith(lac, text)) {
        expect(start).toBeGreaterThanOrEqual(at)
        expect(end).toBeGreaterThan(start)
        for (const edge of [start, end])
          expect(
            /^[\uDC00-\uDFFF]/.test(text.slice(edge)) && /[\uD800-\uDBFF]$/.test(text.slice(0, edge)),
          ).toBe(false)
        at = end
      }
      expect(at).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 300 },
  )
})

test('what stands outside the spans is not changed', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const spans = await findSpansWith(lac, text)
      let rest = new Placeholders().write(text, spans)
      let at = 0
      for (const { start, end } of spans) {
        const kept = text.slice(at, start)
        expect(rest.startsWith(kept)).toBe(true)
        const placeholder = /^\[(?:姓名|电话|证件|号码)\d+\]/.exec(rest.slice(kept.length))
        expect(placeholder).not.toBeNull()
        rest = rest.slice(kept.length + (placeholder?.[0].length ?? 0))
        at = end
      }
      expect(rest).toBe(text.slice(at))
    }),
    { numRuns: 300 },
  )
})

test('the shadow of any text maps back to places inside it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const digits = readSpokenDigits(text)
      let at = 0
      for (let i = 0; i < digits.shadow.length; i++) {
        const { start, end } = digits.toOriginal(i, i + 1)
        expect(start).toBeGreaterThanOrEqual(at)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        expect(digits.toShadow(start)).toBe(i)
        at = end
      }
    }),
  )
})

const FORMS = ['零〇洞0', '一幺要1', '二两2', '三3', '四4', '五5', '六6', '七拐7', '八8', '九勾9']
const pause = fc.constantFrom('', '', '，', '嗯', '，嗯，', '那个', ' ')
const digit = (least: number) =>
  fc
    .tuple(fc.integer({ min: least, max: 9 }), fc.nat(3))
    .map(([value, form]) => [...(FORMS[value] as string)].at(form % (FORMS[value] as string).length))
const spokenMobile = fc
  .tuple(
    ...[fc.constantFrom('一', '幺', '要', '1'), digit(3), digit(0), pause],
    ...[digit(0), digit(0), digit(0), digit(0), pause],
    ...[digit(0), digit(0), digit(0), digit(0)],
  )
  .map((parts) => parts.join(''))

test('a mobile number is found whole in every form that it is said in', async () => {
  const carrier = fc.constantFrom(
    '我电话是@',
    '@',
    '手机@你记一下',
    '打这个@就行',
    '好我重复一遍@对吗',
    '他的号码是@，麻烦您了',
  )
  await fc.assert(
    fc.asyncProperty(spokenMobile, carrier, async (mobile, words) => {
      const start = words.indexOf('@')
      const covered = (await findSpansWith(lac, words.replace('@', mobile))).some(
        (span) => span.start <= start && span.end >= start + mobile.length,
      )
      expect(covered).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test.each([
  '我叫王小明，电话一三八零零一三八零零零，身份证后四位三二一叉',
  '我姓弓长张，我儿子叫李浩然，他手机尾号八八三二',
])('redacting what was redacted changes nothing: %s', async (text) => {
  const once = new Placeholders().write(text, await findSpansWith(lac, text))
  expect(once).not.toBe(text)
  expect(await findSpansWith(lac, once)).toEqual([])
})

describe('100,000 characters without a break', () => {
  const long = (unit: string) => unit.repeat(Math.ceil(100_000 / unit.length)).slice(0, 100_000)
  const taggings = [0, 1].map((personStart) => ({
    offsets: Int32Array.from({ length: 100_001 }, (_, i) => i),
    person: new Float32Array(100_000).fill(1),
    personStart: new Float32Array(100_000).fill(personStart),
    wordStart: new Float32Array(100_000),
  }))

  // A pattern that backtracks does not come to an end here.
  test.each([
    ...['1', '一', '要', '要1', '要，', '嗯', ' ', '1嗯', '1，', '12356', '110，', '2024、', '叉', '1X'],
    ...[
      '我叫',
      '我叫 ',
      '姓',
      '姓张',
      '名字',
      '爸',
      '妈妈',
      '心理咨询师',
      '舍曲林',
      '弓长',
      '弓长张',
      '三横',
      '身份证',
      '后四位',
    ],
    ...['[姓名1]', '，', 'a', '1.', '1,', '\ud800', '那', '那个'],
  ])('of %j', (unit) => {
    const text = long(unit)
    const digits = readSpokenDigits(text)
    for (const tagging of taggings) {
      const spans = RECOGNIZERS.flatMap((recognizer) => recognizer.find({ text, digits, tagging }))
      expect(resolveOverlaps(spans).every((span) => span.end <= text.length)).toBe(true)
    }
  })

  test('with the tagger', async () => {
    const text = `${long('王小明说').slice(0, 99_989)}13800138000`
    const spans = await findSpansWith(lac, text)
    expect(spans.at(-1)).toMatchObject({ start: 99_989, end: 100_000, type: 'phone' })
  })
})
