import { expect, test } from 'vitest'
import { plate } from '../../../server/redaction/recognizers/plate.ts'
import { markedBy } from './marked-text.ts'

test.each([
  '车牌【沪A幺三八Q五】白色的停在桥头',
  '车牌都没打码【陕A幺七F三零】我们家属院',
  '佢架车【粤E八K二幺七】六点几就到',
  '追尾我的是【京N八拐零二D】',
  '他开的那辆是【闽D杠零五九三六】你让警察查',
  '他坐的那辆是【辽F杠UKMJ九】',
  '我坐在车里【吉E钢X八三七四】窗户关着',
  '【川A杠九九M二洞】',
  '新能源的绿牌【浙B D零三五七幺】',
  '【粤B12345挂】车',
  '车是【豫P六三九D幺】挂靠顺驰物流',
  // In part, and misheard behind a cue.
  '【豫P】啥【六三零二】我就记住这几个',
  '车牌【护A幺三八Q五】',
  '车牌尾号【六三零二】',
  '第一是车【月三五九零】每周三晚上停',
])('finds %s', async (marked) => {
  expect(await markedBy([plate], marked)).toBe(marked)
})

test.each([
  '沪牌拍了三年没拍上',
  '新A股',
  '苏打水',
  '京A',
  '车牌号我没记',
  '车开到一百二',
  '云南B超',
  '贵B座',
])('leaves %s', async (text) => {
  expect(await markedBy([plate], text)).toBe(text)
})
