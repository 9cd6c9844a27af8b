import { describe, expect, test } from 'vitest'
import { phone } from '../../../server/redaction/recognizers/phone.ts'
import { markedBy, read } from './marked-text.ts'

test.each([
  // Mobile numbers, in the forms that people and recognisers give them.
  '我的电话是【13800138000】',
  '【幺三八零零幺三八零零零】',
  '打给我【一三八】，嗯，【零零一三】，那个【八零零零】就行',
  '【要三八零零要三八零零零】',
  '您【要三八零零要三八零零零】',
  '你记一下【幺三拐洞洞幺两勾洞洞洞】对吗',
  '加【八六１３８００１３８０００】',
  '【幺三五】中间四个【拐五洞四】最后四个【洞八八洞】',
  // In pieces, with what the other party says in between.
  '【一五五】嗯等下我翻一下【七三二零】嗯嗯后头是【六六一九】',
  '你记【一三九】呃【九一零零九一零零】后面呢【四七二八】',
  '【幺三三】啥【七一六二】不对【七一二六】还有呢【零八九五】',
  '【幺九五】您说【零零五幺】好的请继续【六六二四】',
  // Landlines and extensions.
  '座机【零幺零，八二三四五六七八】',
  '来电显示是【洞两幺】的【五六拐幺勾三三洞】',
  '总机【八三二零六六幺幺转五零三】',
  '单位电话【零五七幺八八三二】后面是【六六零九】分机【二幺三】',
  '拨【零三七幺六八八零二二四五】再按【三零六】',
  // Behind a cue, in part.
  '手机尾号【八八三二】',
  '伪号【三一九零】我弟的',
  '手机号后四位是【三零六二】',
  '后四位【八八零六】前面的不想说',
  '您的电话最后四为十【六八零三】对吧',
  '那个号开头是【幺三八】结尾【幺五四八】',
  '我手机是【幺三八】',
  '我的手机号码就是【八八六六五】',
  '电话多少【一三九零】',
  // A correction goes with the rest.
  '电话【幺三八八】不对是【幺三九零零幺三八零零零】',
])('finds %s', async (marked) => {
  expect(await markedBy([phone], marked)).toBe(marked)
})

describe('keeps', () => {
  test.each([
    '打12356',
    '电话一二零',
    '电话二十三号打的',
    '手机一三年买的',
    '电话号码换了',
    '尾号是零几',
    '手机号一三几',
    '区号零二一',
    '我血压一三五九零',
    '九九六对零零七',
    '学号二零二三零幺一',
  ])('%s', async (text) => {
    expect(await markedBy([phone], text)).toBe(text)
  })
})

test('all pieces are one item, said in pieces or at once', async () => {
  const items = phone.find(await read('打一三八嗯零零一三后面是八零零零')).map(({ item }) => item)
  expect(items).toEqual(Array.from({ length: 3 }, () => '13800138000'))
})

test('a whole mobile number is surer than a piece behind a cue', async () => {
  const scores = await Promise.all(
    ['一三八零零一三八零零零', '尾号八八三二'].map(
      async (text) => phone.find(await read(text))[0]?.score ?? 0,
    ),
  )
  expect(scores[0]).toBeGreaterThanOrEqual(0.85)
  expect(scores[1]).toBeLessThan(0.85)
})
