import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readWindow, SpanFinder } from '../../../server/redaction/find-spans.ts'
import { Lac } from '../../../server/redaction/lac.ts'
import { PLACEHOLDER, Placeholders } from '../../../server/redaction/placeholders.ts'
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
import { RECOGNIZERS } from '../../../server/redaction/recognizers/registry.ts'
import { resolveOverlaps } from '../../../server/redaction/spans.ts'
import { readSpokenDigits } from '../../../server/redaction/spoken-digits.ts'

const lac = await Lac.load()
const finder = new SpanFinder(lac)
const spansIn = async (text: string) => (await finder.find({ texts: [text], known: [] })).spans[0] ?? []

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
      for (const { start, end } of await spansIn(text)) {
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
      const spans = await spansIn(text)
      let rest = new Placeholders().write(text, spans).text
      let at = 0
      for (const { start, end } of spans) {
        const kept = text.slice(at, start)
        expect(rest.startsWith(kept)).toBe(true)
        const placeholder = new RegExp(`^(?:${PLACEHOLDER.source})`, 'u').exec(rest.slice(kept.length))
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
        // 三个八 is three digits in one place.
        expect(digits.toOriginal(digits.toShadow(start), digits.toShadow(start) + 1)).toEqual({ start, end })
        at = start
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

/** The digits of a number without what is said between them. */
const SAID_DIGITS = /[零〇洞一幺要二两三四五六七拐八九勾\d]+/g

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
      const spans = await spansIn(words.replace('@', mobile))
      for (const { 0: digits, index } of mobile.matchAll(SAID_DIGITS)) {
        const from = start + index
        const to = from + digits.length
        expect([mobile, digits, spans.some((span) => span.start <= from && span.end >= to)]).toEqual([
          ...[mobile, digits, true],
        ])
      }
    }),
    { numRuns: 500 },
  )
})

describe('numbers are found alike however the words are cut into segments', () => {
  const SAID = [
    ...[
      '我电话是',
      '手机',
      '尾号',
      '身份证号',
      '后四位',
      '卡号我念',
      '学号',
      '微信号是',
      '生日是',
      '车牌',
      '转',
      '座机',
    ],
    ...[
      '一三八',
      '零零幺三',
      '八零零零',
      '幺',
      '要',
      '三二一叉',
      '二零二四年',
      '三十五岁',
      '一百三十九',
      '12356',
      '两个零',
    ],
    ...[
      'w x',
      '下划线',
      '艾特',
      '点com',
      '的拼音',
      '沪A',
      '五月初九',
      '一九六三年四月二日',
      '生的',
      'G七二零二次五车十二F',
    ],
    ...[
      '嗯',
      '，',
      '后面呢',
      '对',
      '好的',
      '不对是',
      '然后',
      '我想想',
      '您说',
      '他不在家',
      '你住哪里',
      '吧',
      '一',
      ' ',
    ],
  ]
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
  /** A tagger that sees nothing: what it sees depends on where segments begin. */
  const untagged = (length: number) => ({
    offsets: Int32Array.from({ length: length + 1 }, (_, i) => i),
    ...{ person: new Float32Array(length), personStart: new Float32Array(length) },
    ...{ place: new Float32Array(length), placeStart: new Float32Array(length) },
    ...{ organisation: new Float32Array(length), organisationStart: new Float32Array(length) },
    wordStart: new Float32Array(length),
  })
  const found = (texts: readonly string[]) => {
    const reading = readWindow(texts, untagged(texts.join('').length), [])
    // What counts as the same number may hang on who said which piece.
    return NUMBERS.map(({ name, find }) => [name, find(reading).map(({ item: _, ...span }) => span)])
  }

  test('by each recogniser', () => {
    fc.assert(
      fc.property(
        ...[fc.array(fc.constantFrom(...SAID), { maxLength: 16 }), fc.array(fc.nat(90), { maxLength: 7 })],
        (said, cuts) => {
          const words = said.join('')
          const edges = [...new Set([0, ...cuts.filter((at) => at < words.length), words.length])]
          const texts = edges
            .sort((a, b) => a - b)
            .flatMap((to, i) => (i ? [words.slice(edges[i - 1], to)] : []))
          expect(found(texts)).toEqual(found([words]))
        },
      ),
      { numRuns: 500 },
    )
  })
})

test.each([
  '我叫王小明，电话一三八零零一三八零零零，身份证后四位三二一叉',
  '我姓弓长张，我儿子叫李浩然，他手机尾号八八三二',
  '我住曹杨新村三弄十二号，在昆和电子上班，站在滨江大桥上，我妈在锦河医院十二床，我是明礼中学二一七班的',
])('redacting what was redacted changes nothing: %s', async (text) => {
  const once = new Placeholders().write(text, await spansIn(text)).text
  expect(once).not.toBe(text)
  expect(await spansIn(once)).toEqual([])
})

describe('100,000 characters without a break', () => {
  const long = (unit: string) => unit.repeat(Math.ceil(100_000 / unit.length)).slice(0, 100_000)
  const taggings = [0, 1].map((personStart) => ({
    offsets: Int32Array.from({ length: 100_001 }, (_, i) => i),
    person: new Float32Array(100_000).fill(1),
    personStart: new Float32Array(100_000).fill(personStart),
    place: new Float32Array(100_000).fill(1),
    placeStart: new Float32Array(100_000).fill(personStart),
    organisation: new Float32Array(100_000).fill(1),
    organisationStart: new Float32Array(100_000).fill(personStart),
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
    ...['微信号是', '的拼音', 'a下划线', '艾特', '五月初九', '一百三十九', '沪A', '南字第123', '住院号1a'],
    ...['138是', '138，a', '两个零', '17:00-'],
    ...[
      '三栋',
      '三号楼',
      '六零二',
      '住在',
      '小区',
      '北京市',
      '海州',
      '族自治县',
      '人民医院',
      '三床',
      '病区',
      '急诊',
    ],
    ...['中学', '高二三班', '公司', '公交', '水箱后头', '您可以去', '后头那栋', '师范', '上班', '在'],
    ...[
      '怎么称呼',
      '的那个',
      '高低的高',
      '姓张念张',
      '网名',
      '都叫我',
      '王老师',
      '老王',
      '妈妈的妈',
      '左边一个木右边',
      '说',
      '侬伊',
    ],
    ...['[姓名1]', '，', 'a', '1.', '1,', '\ud800', '那', '那个'],
  ])('of %j', (unit) => {
    const text = long(unit)
    for (const tagging of taggings) {
      const reading = readWindow([text], tagging, [])
      const spans = RECOGNIZERS.flatMap((recognizer) => recognizer.find(reading))
      expect(resolveOverlaps(spans).every((span) => span.end <= text.length)).toBe(true)
    }
  })

  test('with the tagger', async () => {
    const text = `${long('王小明说').slice(0, 99_989)}13800138000`
    const spans = await spansIn(text)
    expect(spans.at(-1)).toMatchObject({ start: 99_989, end: 100_000, type: 'phone' })
  })
})
