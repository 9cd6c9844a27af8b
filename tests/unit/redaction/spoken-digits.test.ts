import { expect, test } from 'vitest'
import { readSpokenDigits } from '../../../server/redaction/spoken-digits.ts'

test.each([
  ['一三八零零幺三八零零零', '13800138000'],
  ['洞幺两三四五六拐八勾', '0123456789'],
  ['壹贰叁肆〇', '12340'],
  ['０１０－８２３４', '0108234'],
  ['一三八，嗯，零零、那个 幺三', '1380013'],
  ['一三八不对一三九', '138139'],
  ['号码，嗯，一三', '号码，嗯，13'],
  ['一三，嗯', '13，嗯'],
  ['三十五', '三十五'],
  ['一万两千三百二十', '一万两千三百二十'],
  ['8000一个月', '8000一个月'],
  ['后四位三二一叉', '后4位321X'],
  ['三二一艾克斯', '321X'],
  ['三二一xyz', '321xyz'],
  ['三二一爱克斯', '321X'],
  ['叉', '叉'],
  ['零零二七幺十七床', '00271十七床'],
  ['四为十六八零三', '4为十6803'],
  ['三十六七八个', '三十六78个'],
  ['一会儿一起', '一会儿一起'],
  ['再一个叉', '再一个叉'],
  ['一三三两个零七七五', '13300775'],
  ['一三五三个八二零六', '135888206'],
  ['中间四个零零五三', '中间四个0053'],
  ['四五个七八岁', '45个78岁'],
  ['11:00-14:00', '11:00-14:00'],
  ['😀一二三😀', '😀123😀'],
  ['', ''],
])('%s reads %s', (text, shadow) => {
  expect(readSpokenDigits(text).shadow).toBe(shadow)
})

test.each([
  ['要九九零零', '19900'],
  ['一三要零', '1310'],
  ['一三要要零', '13110'],
  ['一三要，要零', '13110'],
  ['一三么零', '1310'],
  ['零零三要', '0031'],
  ['零零三要，谢谢', '0031，谢谢'],
  ['要八拐 要五五四', '187' + '1554'],
  ['我要三四五六', '我要3456'],
  ['什么三四五六', '什么3456'],
  ['要两片', '要2片'],
  ['零零三要不要', '003要不要'],
  ['需要', '需要'],
  ['你要三八零零要三八零零零', '你13800138000'],
  ['手机要三八', '手机138'],
  ['要两天', '要2天'],
  ['七四九四要记一下', '74941记一下'],
  ['七四九四要不要', '7494要不要'],
  ['三七要要', '3711'],
  ['八零零腰让', '8001让'],
  ['要2021年', '要2021年'],
])('要 and 么 are 1 only among digits: %s reads %s', (text, shadow) => {
  expect(readSpokenDigits(text).shadow).toBe(shadow)
})

test.each([
  ['一三八零灵一三八零零零', '13800138000'],
  ['一八二零七三九五五一吧', '18207395518'],
  ['医三八零零一三八零零零', '13800138000'],
  // Where it completes nothing, it is the word that it is.
  ['一三八零灵一三八零零', '1380灵13800'],
  ['一三八是零零', '138是00'],
])('a misheard digit is one where it completes a number: %s reads %s', (text, shadow) => {
  expect(readSpokenDigits(text).shadow).toBe(shadow)
})

test('positions map both ways', () => {
  const text = '😀电话一三，嗯，八😀'
  const digits = readSpokenDigits(text)
  expect(digits.shadow).toBe('😀电话138😀')
  const at = digits.shadow.indexOf('138')
  expect(digits.toOriginal(at, at + 3)).toEqual({ start: text.indexOf('一'), end: text.indexOf('八') + 1 })
  expect(digits.toShadow(text.indexOf('三'))).toBe(at + 1)
  expect(digits.toShadow(text.indexOf('嗯'))).toBe(at + 2)
  expect(digits.chunks(at, at + 3)).toEqual(['13', '8'])
})
