import { expect, test } from 'vitest'
import { address } from '../../../server/redaction/recognizers/address.ts'
import { markedBy, markedInWindow, read } from './marked-text.ts'

test.each([
  '我住【曹杨新村三弄十二号】住了四十年了',
  '我家在【梧桐新村十二号三零二】',
  '【松榆湾嘉渝公寓C座】',
  '我住在【兰亭苑七号楼四单元幺六零四】你快来',
  '陕西渭南【枣林湾镇松树村二十八组】',
  '隆回县【石岭铺镇塘湾村七组】您怎么称呼',
  '湖南邵阳隆回【石岭铺镇塘湾村七组】',
  '上海松江区【泖清路六百三十弄二十一号四零一】',
  '北京西城【柳荫胡同甲十九号】',
  '房东说【槐安里三号院】要拆',
  '我在宿舍【六栋四零七】',
  '我就住【五一二】',
  '住对门【三零二】的',
  '地址是【老面粉厂家属院】',
  '我在【胜利街地铁站五号口】站着呢',
  '我的摊位是【农贸市场二十六号】',
  '在【新街菜场背后那栋白楼三楼】',
  '我在【东风路跟解放路交叉口】',
  '我在【北苑八号楼一二零】',
  '我人在【华联酒店房号八二零七】',
])('finds %s', async (marked) => {
  expect(await markedBy([address], marked)).toBe(marked)
})

test.each([
  ['homophones for 栋, 单元, 楼, 室', '【幸福里三冻二担元四零幺】'],
  ['', '我住【锦绣花庭七号搂幺零零三】'],
  ['', '我们那个请示【六动二要四】'],
  ['', '就是【柳英胡同甲十九号楼二单元三零二十】对吧'],
  ['fillers between its parts', '我住【书香苑啊二十一号楼那个一四零五】'],
  ['a name that nobody has heard of', '我住【锦绣话庭十一洞】'],
])('in the form that a recogniser writes (%s): %s', async (_, marked) => {
  expect(await markedBy([address], marked)).toBe(marked)
})

test('in pieces over turns, the responder reading back', async () => {
  const said = ['我住【曹杨新村', '嗯三弄', '十二号', '六零二】']
  expect(await markedInWindow([address], said)).toBe(said.join(''))
  const asked = ['您家在几楼', '【二十六楼】再爬一层']
  expect(await markedInWindow([address], asked)).toBe(asked.join(''))
})

test.each([
  '我是四川成都的在武侯区上班',
  '老家河北邢台现在在北京朝阳区',
  '我是河南周口太康县的',
  '我住在浦东',
  '去年去了美国',
  '我在家楼顶',
  '站在河边',
  '我在桥上',
  '医院三楼心理科',
  '我想从六楼跳下去',
  '二十层的顶楼',
  '我三号去的五号回的',
  '二十一号我要去面试',
  '五组每组十个',
  '第三单元考试没考好',
  '三室一厅一个月三千五',
  '零点五一片',
  '早上七点五十',
  '我欠了三百二十万',
  '他们小区的公园',
  '我们村里的路',
  '别人家的孩子',
  '这是一条死胡同',
  '你要记住花园里的事',
  '他手这么一弄我就',
  '二零一九年三月',
  '三楼有人打了，一二零来了',
  '这个月三号，幺二零来的',
  '住院住了一栋楼的人',
])('leaves %s', async (text) => {
  expect(await markedBy([address], text)).toBe(text)
})

test.each([
  ['我在滨江大桥上', '桥上'],
  ['我在学府佳苑三号楼楼顶', '高处'],
  ['我在青松水库边上', '水边'],
  ['我住在学府佳苑三号楼', undefined],
])('keeps what kind of place it is: %s', async (text, meaning) => {
  expect(address.find(await read(text)).map((span) => span.meaning)).toEqual([meaning])
})
