import { expect, test } from 'vitest'
import { hospital } from '../../../server/redaction/recognizers/hospital.ts'
import { markedBy, markedInWindow } from './marked-text.ts'

test.each([
  '我妈在【锦河医院肿瘤科十一楼二十四床】',
  '我住在【云岭脑科医院女二病区】',
  '【县医院心内科十四床】我妈',
  '我在【骨科二病区加床加六】腿打着石膏',
  '你就走到护士站说【二十四床】有轻生的念头',
  '孩子在【妇幼保健院新生儿科】保温箱里',
  '在【精卫中心六病区】',
  '去年在【省二院急诊】躺了一宿',
  '我爸在【东城医院西区五十五窗】连着陪了半个月',
  '送的【护城河医院】',
  '看了【颍东心理医院】说是中度抑郁',
  '在【安宁一院】住过四十天',
  '我在【县中医院】看的',
  '【市精神卫生中心】住过三次',
  '媳妇在【同德康复院】做护工',
  '您说您在【第四医院开放病房】住过是吗',
])('finds %s', async (marked) => {
  expect(await markedBy([hospital], marked)).toBe(marked)
})

test('said over several turns', async () => {
  const said = ['我在【市三院', '嗯二十二床】']
  expect(await markedInWindow([hospital], said)).toBe(said.join(''))
})

test.each([
  '您可以去市精神卫生中心挂个号看看',
  '建议您到市三院心理科看看',
  '要不您去当地的精神专科医院做个评估',
  '您可以带他去北京安定医院看看',
  '市里的定点医院有绿色通道',
  '建议您去睡眠门诊挂个号',
  '我在医院看过',
  '去大医院精神科查过',
  '病床不够只能睡走廊',
  '我躺在床上',
  '盖了三床被子',
  '两张床',
  '窗户关着',
  '医院三楼',
  '住了两次院',
])('leaves %s', async (text) => {
  expect(await markedBy([hospital], text)).toBe(text)
})
