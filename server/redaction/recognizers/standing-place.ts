import { safetyMeaning } from '../place-meaning.ts'
import type { PiiRecognizer } from '../recognizer.ts'

/** Things on a roof, a bridge or a bank that somebody who stands there names to be found by. */
const LANDMARK =
  '(?:消防|太阳能)?水箱|水塔|塔吊|信号塔|铁塔|广告牌|烟囱|电梯机房|机房|配电[房箱]|观景台|瞭望[台塔]|灯塔|桥墩|闸口|泵站|取水口|蓄水池|晾衣[架杆]|避雷针'
const BESIDE =
  '后[头面边]|前[头面]|旁边?|边上|边边|上[头面]|里[头面]|外[头面]|底下|下[头面]|跟前|左边|右边|[东西南北][边头侧]'
const PLACE = new RegExp(`(?:${LANDMARK})的?(?:${BESIDE})`, 'g')

/** Where exactly somebody stands: 水箱后头. Words for a height or a bank alone (楼顶, 河边) stay. */
export const standingPlace: PiiRecognizer = {
  name: 'standing-place',
  find({ text }) {
    const places = [...text.matchAll(PLACE)]
    if (places.length === 0) return []
    // Once it is named so, the thing alone says the same.
    const again = text.matchAll(new RegExp(LANDMARK, 'g'))
    return [...places, ...again].map(({ index: start, 0: words }) => {
      const end = start + words.length
      const meaning = safetyMeaning(text, start, end)
      return {
        ...{ start, end, type: 'address', score: 0.6, reason: 'standing-place' },
        ...(meaning && { meaning }),
      }
    })
  },
}
