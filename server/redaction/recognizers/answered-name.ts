import { relationBefore } from '../kin.ts'
import { isEverydayName } from '../name-shape.ts'
import { drugMask, isNotName } from '../not-names.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { Span } from '../span.ts'

/** What is asked when a name is to follow: 怎么称呼, 您贵姓, 叫什么名字, 哪个字. */
const QUESTION =
  /[怎如](?:么|何)称呼(?!.{0,2}[都也随])|贵姓|(?<!我)姓(?:什么|啥子?|甚|么子)|叫(?:什么|啥子?|么子|什么样的)(?:名字?|名儿)?|名字(?:是|叫)?(?:什么|啥)|[您你他她]的?(?:全名|名字|姓名|大名|名儿)(?:[^\p{Script=Han}]|$|是|呢|能|方便|可以|和|跟|电话|留|也)|哪[个几](?:个)?字|(?:名字|姓名|姓)怎么写|留个?(?:名字|姓名|称呼)|怎么叫[你您他她]|[您你](?:是谁|是?哪位)/gu
/** What else has a name: 楼叫什么, 药叫什么. */
const THING =
  /(?:楼|小区|公寓|学校|公司|医院|药|病|歌|书|游戏|单位|厂|店|村|镇|乡|街|路|桥|站|平台|软件|微信|群|节目|电影|小说|狗|猫|别问我|不要问|别管我)[我你他它]?$/
/** What the answer begins with before the name comes. */
const LEAD =
  /(?:[\s，,。、]|嗯+|呃|哦|啊|喂|诶|欸|那个|就是|是的?|对|好的?|行|可以|方便|[你您]?就?(?:叫|喊|称呼)我|我(?:的名字|的?姓名)?|[他她]|名字|免贵|信|单姓|姓|名叫|叫做?|就){0,6}/y
/** Where the name ends: what else is asked for, an age, the rest of the sentence. */
const END =
  /^(?:$|[^\p{Script=Han}]|吧|呀|啊|嘛|哈|呢|就行|就好|好了|都行|电话|手机|号码|今年|男|女|[我你您他她]|是|在|住|家|现在|大[一二三四]|高[一二三]|初[一二三]|研|学|[零一二两三四五六七八九十幺]|的)/u
/** The same in the midst of a longer answer. */
const END_OF_PART =
  /^(?:[^\p{Script=Han}]|吧|就行|就好|好了|电话|手机|号码|今年|大[一二三四]|高[一二三]|初[一二三]|[零一二两三四五六七八九十幺])/u
/** Beginnings of answers that give no name. */
const NO_NAME =
  /^(?:[不没无随都别问为干啥什谁哪怎这那可行好对能会要想有你您我他她它咱俺]|男|女|匿名|保密|算了|先|等|随便|方便|何必|记|忘|哎|唉|呵|哈|嘿|哼|谢谢|再见|一定|必须|真的|安全|不|得|莫|冇|唔|勿|呒)/
const HAN = /\p{Script=Han}/u
const LONGEST = 4
/** A longer answer says something else besides. */
const SHORT_ANSWER = 8
/** So near its end a segment must ask. */
const REACH = 24

/** A short answer to the question for a name is one, however the recogniser wrote it. */
export const answeredName: PiiRecognizer = {
  name: 'answered-name',
  find(reading) {
    const { text, breaks } = reading
    const drugs = drugMask(text)
    const spans: Span[] = []
    for (const { index, 0: words } of text.matchAll(QUESTION)) {
      if (THING.test(text.slice(Math.max(0, index - 4), index))) continue
      const answer = breaks.find((at) => at >= index + words.length)
      if (answer === undefined || answer - index > REACH) continue
      const meaning = relationBefore(text, index)?.meaning
      const found = nameIn(reading, answer)
      if (!found || isNotName(found.name) || drugs.subarray(found.start, found.end).includes(1)) continue
      const { start, end, name, isAll } = found
      const score = isAll && name.length > 1 && !isEverydayName(name) ? 0.86 : 0.8
      spans.push({ start, end, type: 'name', score, ...(meaning && { meaning }), reason: 'answered-name' })
    }
    return spans
  },
}

/** The first one to four characters of an answer, up to where a name ends. `isAll`: nothing else is said. */
function nameIn({ text, breaks }: Reading, answer: number) {
  LEAD.lastIndex = answer
  const start = answer + (LEAD.exec(text)?.[0].length ?? 0)
  const last = breaks.find((at) => at > answer) ?? text.length
  if (start >= last || NO_NAME.test(text.slice(start, start + 2))) return null
  const endsHere = last - start > SHORT_ANSWER ? END_OF_PART : END
  let end = start
  while (end < last && end < start + LONGEST && HAN.test(text[end] as string)) {
    if (end > start && endsHere.test(text.slice(end, end + 2))) break
    end++
  }
  const isClosed = end === last || endsHere.test(text.slice(end, end + 2))
  return end > start && isClosed ? { start, end, name: text.slice(start, end), isAll: end === last } : null
}
