import type { SpanFinder } from '../../../server/redaction/find-spans.ts'

/** A made-up personal item, the sentence that it is said in, and every form in which it may not be found anywhere. */
export interface PlantedItem {
  readonly item: string
  readonly sentence: string
  /** As it was said, and numbers in digits as well. */
  readonly forms: readonly string[]
}

const DIGITS = '零一二三四五六七八九'
const SURNAMES =
  '赵钱孙周吴郑冯陈蒋沈韩杨朱秦许何吕张孔曹魏陶姜谢邹章苏潘葛范彭鲁韦马方袁柳唐薛雷贺汤罗毕郝安常于傅齐康'
const GIVEN = ['晓雯', '志强', '雨桐', '建华', '思远', '佳慧', '国栋', '欣怡', '海燕', '明轩', '丽娟', '子墨']
const NAME_FRAMES = ['我叫@', '我的名字叫@今年二十三', '我儿子叫@他不肯上学', '您好@女士', '我爱人叫@']
const MOBILE_FRAMES = ['我电话是@', '手机号@你记一下', '打@这个电话', '号码是@对吗', '他的手机是@']
const ID_FRAMES = ['我身份证号是@', '身份证@麻烦您登记']

/**
 * `count` items of each form, the same every time. Only those that the recognisers find in their sentence alone are
 * given: what they miss is measured by the evaluation, here it is tried whether anything goes round them.
 */
export async function plantedItems(finder: SpanFinder, count: number): Promise<PlantedItem[]> {
  const made = Array.from({ length: count }, (_, i) => [name(i), mobile(i), identity(i)]).flat()
  const found: PlantedItem[] = []
  for (const planted of made) {
    const { spans } = await finder.find({ texts: [planted.sentence], known: [] })
    const start = planted.sentence.indexOf(planted.item)
    const end = start + planted.item.length
    if (spans[0]?.some((span) => span.start <= start && span.end >= end)) found.push(planted)
  }
  return found
}

function name(i: number): PlantedItem {
  const item = `${SURNAMES[(i * 7) % SURNAMES.length]}${GIVEN[i % GIVEN.length]}`
  return { item, sentence: inFrame(NAME_FRAMES, i, item), forms: [item] }
}

function mobile(i: number): PlantedItem {
  return number(`1${3 + (i % 7)}${digits(9, 31 * i + 7)}`, inFrame(MOBILE_FRAMES, i, '@'))
}

function identity(i: number): PlantedItem {
  const born = `19${50 + (i % 50)}0${1 + (i % 9)}1${i % 10}`
  return number(`310${digits(3, i + 3)}${born}${digits(4, 17 * i + 1)}`, inFrame(ID_FRAMES, i, '@'))
}

function number(written: string, frame: string): PlantedItem {
  const spoken = [...written].map((digit) => DIGITS[Number(digit)]).join('')
  return { item: spoken, sentence: frame.replace('@', spoken), forms: [spoken, written] }
}

function inFrame(frames: readonly string[], i: number, item: string): string {
  return (frames[i % frames.length] as string).replace('@', item)
}

function digits(length: number, seed: number): string {
  let state = seed + 1
  return Array.from({ length }, () => {
    state = (state * 48271) % 2147483647
    return state % 10
  }).join('')
}
