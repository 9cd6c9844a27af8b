import { expect, test } from 'vitest'
import { nickname } from '../../../server/redaction/recognizers/nickname.ts'
import { markedBy } from './marked-text.ts'

test.each([
  '就【小谭】对我好',
  '我跟【老蔺】下棋',
  '【阿哲】，我们可以看看',
  '【阿芬】前两天还打电话叫我',
  '【佳佳】的电话你背得出来不',
  '【浩浩】七岁',
  '我同事【小路】老叫我去',
  '我们寝室的【果果】前天搬走了',
  '他家【强子】也来了',
])('finds %s', async (marked) => {
  expect(await markedBy([nickname], marked)).toBe(marked)
})

test.each([
  '小时候我很乖',
  '小区门口',
  '小声一点',
  '走小路回家',
  '小红书上看的',
  '老公打我',
  '老师骂我',
  '老是睡不着',
  '老家在河南',
  '老高了',
  '阿姨说',
  '阿司匹林',
  '大家都说',
  '大学毕业',
  '谢谢',
  '慢慢来',
  '明明知道不对',
  '静静地坐着',
  '红红的眼睛',
  '平平安安',
  '高高兴兴',
  '强子',
])('leaves %s', async (text) => {
  expect(await markedBy([nickname], text)).toBe(text)
})
