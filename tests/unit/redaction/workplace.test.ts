import { expect, test } from 'vitest'
import { workplace } from '../../../server/redaction/recognizers/workplace.ts'
import { markedBy } from './marked-text.ts'

test.each([
  '我在【昆和电子】上班',
  '我是【启云智联】的',
  '来我们【城南公交四公司】闹',
  '俺在【佳佳惠超市】收银',
  '以前在【红光纺织厂】上班',
  '我在【柳岸恒盛机修厂】干过',
  '我在咸阳【渭塬殡仪馆】干业务',
  '挂靠【顺驰物流】',
  '单位在【区税务局征管科】',
  '我姐是【市环卫所】的',
  '【城关镇卫生院】当护士',
  '我是【柳浪派出所】的辅警',
  '【铁路机务段】开火车的',
  '他在【华为】上班',
  '在【老何面馆】洗碗',
])('finds %s', async (marked) => {
  expect(await markedBy([workplace], marked)).toBe(marked)
})

test.each([
  '我在公司上班',
  '在一家电子厂打工',
  '在互联网公司上班',
  '我在体制内上班',
  '他在外地打工',
  '我在深圳上班',
  '去派出所报个案',
  '妇联和街道都能帮您问这个事',
  '法律援助中心那边可以免费咨询',
  '家庭教育很重要',
  '人工智能会不会取代我们',
  '下楼去超市买东西',
  '我们公司食堂',
  '纺织厂退下来三年了',
  '建议您去区税务局问问',
])('leaves %s', async (text) => {
  expect(await markedBy([workplace], text)).toBe(text)
})
