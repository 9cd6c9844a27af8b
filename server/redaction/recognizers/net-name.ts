import { wordEdge } from '../name-evidence.ts'
import { isEverydayName } from '../name-shape.ts'
import { drugMask, isNotName } from '../not-names.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { Span } from '../span.ts'

const PET = '小名儿?|乳名|花名|外号|绰号|诨号|诨名|英文名|中文名|法号'
const NET = '网名|昵称|笔名|艺名|微信名|游戏名|主播名|账号名|用户名|[Ii][Dd]名?'
const KIND = `${PET}|${NET}`
const LINK = '(?:就?是叫?|就?叫做?|就?叫作|取的|起的|改成|喊做?|[:：])[\\s,，]?'
/** 小名叫米粒, 外号海哥, 宝宝叫糯米. */
const PET_CUE = new RegExp(
  `(?:${PET})字?${LINK}|(?<!的)(?:${PET})[\\s,，]?|名字?就?叫[做作]?|(?:宝宝|娃娃?|孩子|儿子|女儿|闺女|小家伙|崽崽?)就?(?:叫(?![我你他她醒])|取名叫?|起名叫?)`,
  'g',
)
/** 网名叫一只咸鱼, 房间号六六二零八九名字叫鸦哥不慌: who plays, streams or posts may have a name of several words. */
const NET_CUE = new RegExp(
  `(?:${NET})字?${LINK}|(?<!的)(?:${NET})[\\s,，]?|(?:房间|直播|开播|主播|账号|频道|视频号|公众号|游戏|贴吧|论坛|微博|豆瓣|小红书|抖音|快手)[^。！？]{0,20}?名字?(?:就?是|叫)`,
  'g',
)
/** 网上他们都叫我夜雨, 管我叫老炮儿 */
const CALLED_BY_OTHERS =
  /(?:都|就|网上|大家|他们|她们|人家|朋友|同学|同事|队友|粉丝|老乡|[你您])(?:都|就|也|可以|就是)?(?:(?:叫|喊|称呼)我做?|管我叫)(?!们)/g
const SAID_TO_BE = `((?![这那不也就还都我你您他她它])\\p{Script=Han}{2,4}?)就?是\\p{Script=Han}{0,6}?的?(?:${KIND}|大名)`
/** 糯米是宝宝的小名, at the head of a clause and at the head of what somebody says. */
const BEFORE_KIND = new RegExp(`(?<=^|[^\\p{Script=Han}])${SAID_TO_BE}`, 'gu')
const BEFORE_KIND_AT = new RegExp(SAID_TO_BE, 'uy')
const NAME_CHARACTER = /[\p{Script=Han}A-Za-z0-9_·]/u
/** Where a name of any kind ends: words that go on with the sentence. */
const GOES_ON =
  /^(?:[我你您他她它咱俺的了吗呢吧啊呀嘛哦是在也就都还才和跟很没这那有被给让把]|人家?|本姓|今年|刚|现在|以后|从来|人从|得|起来?|因为|所以|但是|不过|可是|然后|什么|啥|怎么|电话|手机|今天|昨天|已经|出生)/
/** What stands behind 叫我 when it means that somebody is told to do something. */
const ORDER =
  /^(?:[别不去来回住吃忍想看等好多少早快要离走跳死滚做学写打说讲把跟和先再赶放冷坚试休请继找吞算认起出进上下过帮陪听照注保安乖慢自一干接开关拿带送坐站睡换搬交填签配去声]|努力|加油|名字|什么|啥|怎么)/
const LONGEST = 6
/** A pet name is one word, or two that are short; a net name may be more. */
const LONGEST_WORD = 2
const LONGEST_BY_OTHERS = 4
const END_BY_OTHERS = /^(?:$|[^\p{L}]|吧|就行|就好|好了|都行|也行|哈|嘛|啊|呀|[你我他她]|的|还|当|这么)/u

/** Pet names, nicknames and net names: any words at all, behind the word for what they are. */
export const netName: PiiRecognizer = {
  name: 'net-name',
  find(reading) {
    const { text, breaks } = reading
    const drugs = drugMask(text)
    const spans: Span[] = []
    const found = (start: number, end: number, reason: string) => {
      const name = text.slice(start, end)
      if (name.length < 2 || isNotName(name) || drugs.subarray(start, end).includes(1)) return
      spans.push({
        start,
        end,
        type: 'name',
        score: isEverydayName(name) ? 0.75 : 0.86,
        reason: `net-name: ${reason}`,
      })
    }
    for (const { index, 0: cue } of text.matchAll(PET_CUE)) {
      const start = index + cue.length
      found(start, endOfWords(reading, start, LONGEST, LONGEST_WORD), 'pet name')
    }
    for (const { index, 0: cue } of text.matchAll(NET_CUE)) {
      const start = index + cue.length
      found(start, endOfWords(reading, start, LONGEST, LONGEST), 'net name')
    }
    for (const { index, 0: cue } of text.matchAll(CALLED_BY_OTHERS)) {
      const start = index + cue.length
      if (ORDER.test(text.slice(start, start + 2))) continue
      const end = endOfWords(reading, start, LONGEST_BY_OTHERS, LONGEST_BY_OTHERS)
      if (breaks.includes(end) || END_BY_OTHERS.test(text.slice(end, end + 2)))
        found(start, end, 'called so by others')
    }
    for (const { index, 1: name = '' } of text.matchAll(BEFORE_KIND))
      found(index, index + name.length, 'said to be a nickname')
    for (const at of breaks) {
      BEFORE_KIND_AT.lastIndex = at
      const name = BEFORE_KIND_AT.exec(text)?.[1]
      if (name) found(at, at + name.length, 'said to be a nickname')
    }
    return spans
  },
}

/** Words up to where the sentence goes on; with `enough` characters no further word is taken. */
function endOfWords(
  { text, tagging, breaks }: Reading,
  start: number,
  longest: number,
  enough: number,
): number {
  let end = start
  while (end < start + longest && NAME_CHARACTER.test(text[end] ?? '')) {
    const isNewWord = wordEdge(tagging, end) >= 0.5
    if (isNewWord && GOES_ON.test(text.slice(end, end + 2))) break
    if (end > start && breaks.includes(end)) break
    if (isNewWord && end >= start + enough) break
    end++
  }
  return end
}
