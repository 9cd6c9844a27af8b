import { expect, test } from 'vitest'
import { documentNumber } from '../../../server/redaction/recognizers/document-number.ts'
import { markedBy } from './marked-text.ts'

test.each([
  '学号【二零二三零幺幺四二七】你们查不到我们学校吧',
  '学号是【幺九零三爱克斯二二四】',
  '住院号吗手环上有【零零二七三五幺】十七床',
  '主院号【二零九九四要】',
  '就诊卡【零零零七】嗯【二五幺三】好像还有一位',
  '医保卡上那个号【三三零六零零二幺八四】',
  '护照号【E三八二零七六五四】上个月办的',
  '他护照【E九四三二零七七幺】出境记录八月两次',
  '护照是【EA一二三四五六七】',
  '军官证【南字第零二三幺八】的老证了',
  '房产证编号【沪房字零二四四七】写的我前夫',
  '案子号都下来了【夏劳人仲案字一一九四号】礼拜五开庭',
  '快递单号【M零四零五九要七四零零】到现在没到',
  '快递单号【SF幺零四四二零九九三幺】里面是书',
  '手机开机密码【零九幺八】我怕以后打不开',
  '门禁密码【三八二零井】你让他们直接进',
])('finds %s', async (marked) => {
  expect(await markedBy([documentNumber], marked)).toBe(marked)
})

test.each([
  '学号忘了',
  '住院住了二十一天',
  '住院号我没记',
  '护照二零一九年办的',
  '医保二零二三年断交的',
  '编号三',
  '订单三百二',
  '密码错了三次',
  '维生素B12',
  'PM2.5',
  '字写得不好',
  '名字第一个字',
])('leaves %s', async (text) => {
  expect(await markedBy([documentNumber], text)).toBe(text)
})
