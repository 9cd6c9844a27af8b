import { expect, test } from 'vitest'
import { afterRegions } from '../../../server/redaction/regions.ts'

/** What is left of a name once the regions that it begins with are taken off. */
const below = (text: string) => text.slice(afterRegions(text, 0, text.length))

test.each([
  ['湖南邵阳隆回石岭铺镇', '石岭铺镇'],
  ['隆回县石岭铺镇', '石岭铺镇'],
  ['恩施土家族苗族自治州来凤县青龙乡', '青龙乡'],
  ['内蒙古自治区呼和浩特市玉泉区青城路', '青城路'],
  ['西安长安区南里大学', '南里大学'],
  ['四川达州', ''],
  ['北京朝阳', ''],
  ['鼓楼', ''],
  ['美国', ''],
])('%s goes down to %j', (text, rest) => {
  expect(below(text)).toBe(rest)
})

test.each([
  '朝阳路',
  '朝阳新村',
  '和平里西街',
  '海州师范学院',
  '梨树湾镇',
  '柳林集',
  '南京西路一百号',
  '博爱肾病医院',
])('%s is one name', (text) => {
  expect(below(text)).toBe(text)
})
