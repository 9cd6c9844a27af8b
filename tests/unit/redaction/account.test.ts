import { expect, test } from 'vitest'
import { account } from '../../../server/redaction/recognizers/account.ts'
import { markedBy, read } from './marked-text.ts'

test.each([
  // WeChat, with the signs as they are said and heard.
  '他微信号叫【dahai下划线六六六】备注还写生活费',
  '微信是【gaoyuan下画线八九】不聊别的',
  '我加你微信你发我【w x 下滑线 m 零九】',
  '微心号【w x 杠一零零六五】别发朋友圈',
  '微信号小写的【l y 幺九八六零三】',
  '微信号【deet八七一零】头像是只猫',
  '威信号是【h下滑线零三二七】',
  '微信号我还记得【rongrong杠八八】我没好意思回',
  '微信号多少【zhangsan八八】',
  '微信是【比西迪一二三】',
  // The letters of somebody's name.
  '微信是【米粒全拼零七一九】',
  '微信，是【阿州的拼音下画线九七】电话你',
  '我的是【阿哲的拼音下划线九七】',
  '我的是【陈默全拼杠七三八五】别的没有',
  // Others.
  'QQ【三二七零五五幺八四】初中就用的',
  '骗我的那个人QQ是【幺八零四四二七九三三】',
  '快手号大写的【K杠m三三零八】',
  '小红书号【六零三二八八四一七】我在上面发过',
  '打开直播房间号【六六二零八九】',
  // Mail.
  '邮箱是【zhang点min幺零艾特幺六三点com】',
  '支付宝登的是【li点jun艾特sina点cn】',
  '邮箱前面是【lin二零零五】后面【艾特qq点com】',
  '发我私人的不要发公司的【m i n 下划线 x u 点 零八一七 艾特 幺六三 点 com】',
  '写给【lisi_88@example.com】吧',
])('finds %s', async (marked) => {
  expect(await markedBy([account], marked)).toBe(marked)
})

test.each([
  'QQ早就不用了',
  '微信就是手机号',
  '微信聊天记录我都看了',
  '微信转了两千块',
  '微信三百多好友',
  '发我三张照片',
  '微信上他就回了个OK',
  '抖音刷到凌晨三点',
  '邮箱我不会用',
  '下划线在中间不是减号',
  '天天在群里艾特我',
  '三点一线',
  '没有底线',
  '我学拼音三年了',
  '微信是我名字的全拼',
  'WiFi密码',
  '加我比西方好',
  '我好慌（T_T）',
])('leaves %s', async (text) => {
  expect(await markedBy([account], text)).toBe(text)
})

test('it is the same item however it is said', async () => {
  const items = await Promise.all(
    ['微信w x 下划线零九', '微信wx_09', '微信wx下画线 零九'].map(
      async (text) => account.find(await read(text))[0]?.item,
    ),
  )
  expect(items).toEqual(['wx_09', 'wx_09', 'wx_09'])
})
