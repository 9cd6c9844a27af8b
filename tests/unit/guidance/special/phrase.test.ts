import { describe, expect, test } from 'vitest'
import { readHearing } from '../../../../server/guidance/lexicon/heard.ts'
import { cueSchema } from '../../../../server/guidance/special/cue.ts'
import { plainText } from '../../../../server/guidance/special/plain-text.ts'
import { readPhraseWords } from '../../../../server/guidance/special/special-protocol.ts'

const words = await readPhraseWords(await readHearing())
const schema = cueSchema(words, 'caller')

/** The stretch of `text` that a cue with these phrases finds. */
function found(cue: { say: string[] } & Record<string, unknown>, text: string): string | null {
  const plain = plainText(words.hear(text), words.variants)
  const place = schema.parse({ id: 'test', ...cue }).find({ ...plain, sounds: words.soundsOf(plain.text) })
  if (!place) return null
  const { start, end } = plain.placeOf(place.start, place.end)
  return text.slice(start, end)
}

describe('a phrase', () => {
  test.each([
    ['as it stands, whatever the punctuation', '跟我说话', '他跟我，说 话', '跟我，说 话'],
    ['either of two', '(打|骂)我', '他骂我', '骂我'],
    ['with or without', '老(是)?骂', '他老骂人', '老骂'],
    ['with a gap', '装…摄像头', '装了一个摄像头', '装了一个摄像头'],
    ['with a gap that is too wide', '装…摄像头', '装修的时候他们买了一个摄像头', null],
    ['with a number', '第#次', '第十二次了', '第十二次'],
    ['at the beginning', '^滚', '滚吧', '滚'],
    ['not at the beginning', '^滚', '翻滚', null],
    ['of a list', '我{kin}', '我室友的妈妈', null],
    ['in dialect', '我不知道', '俺晓不得', '俺晓不得'],
    ['by its sound, where it is long enough', '跟我说话就行', '根我说花就行', '根我说花就行'],
    ['not by its sound, where it is short', '骂我', '马我', null],
  ])('%s', (_, phrase, text, stretch) => {
    expect(found({ say: [phrase] }, text)).toBe(stretch)
  })

  test.each([
    ['十六', '十六'],
    ['我今年16岁', '16'],
    ['高二十七了', '十七'],
    ['十二六年级', '十二'],
    ['十六七正是要妈的时候', null],
    ['二十六', null],
    ['十三年了', null],
    ['十五万', null],
    ['一百一十五', null],
  ])('finds the age in %s', (text, age) => {
    expect(found({ say: ['<6-17>'] }, text)).toBe(age)
  })

  test('what stands around it may speak against it', () => {
    const cue = { say: ['废物'], notAfter: ['骂我'], notBefore: ['点心'], unless: ['游戏'] }
    expect(found(cue, '你个废物')).toBe('废物')
    expect(found(cue, '他骂我是废物')).toBeNull()
    expect(found(cue, '废物点心')).toBeNull()
    expect(found(cue, '游戏里的废物')).toBeNull()
  })

  test('what somebody else said does not count, unless it may', () => {
    expect(found({ say: ['去死'] }, '我妈跟我说去死')).toBeNull()
    expect(found({ say: ['去死'], reported: true }, '我妈跟我说去死')).toBe('去死')
  })
})

describe('a phrase that cannot be read', () => {
  test.each([
    ['(打|骂', 'leaves a parenthesis open'],
    ['打)', 'closes a parenthesis that is not open'],
    ['{nobody}', 'names no word list'],
    ['<17-6>', 'is no range of ages'],
    ['(打)?', 'fits everything'],
  ])('%s is refused at its place', (phrase, why) => {
    const { error } = schema.safeParse({ id: 'test', say: ['好', phrase] })
    expect(error?.issues).toMatchObject([{ path: ['say', 1], message: expect.stringContaining(why) }])
  })
})
