import { expect, test } from 'vitest'
import { spelledName } from '../../../server/redaction/recognizers/spelled-name.ts'
import { markedBy, markedInWindow } from './marked-text.ts'

test.each([
  // By the parts of a surname.
  '我姓【弓长张】',
  '我姓【张弓长张】',
  '【木子李】，单名一个敏',
  '【双人徐】',
  '【双人旁的徐】',
  '【口天吴】',
  '是【耳东陈】不是【禾呈程】',
  '我姓【立早章】不是【弓长的】',
  // The recogniser wrote the parts or the surname in another way.
  '我姓【张公长张】',
  '我姓【立早张】',
  '登记写【人可合】',
  '我姓【工长章】',
  // By a word that holds the character.
  '叫高远【高低的高】',
  '姓【雷打雷的雷】四十五了',
  '【孟子的孟平凡的凡】【亮堂的亮】',
  '我姓【植植物嘅植】三十六',
  '就是那个【子丑寅卯的卯】',
  '不是【真假的假】',
  '是【王羲之的王】',
  '【海洋的洋】',
  '姓段【一段话的段】',
  '我姓【欧阳修的欧阳】',
  '我姓仇就是【报仇的那个仇】',
  // What follows in the same way goes on with the name, however it was written.
  '叫高远【高低的高】【远境的眼】。',
  '名字是【晨曦的晨】，【宇宙的宇】',
  // By radicals, by repetition, by how it is read.
  '佳是【人字旁两个土】',
  '姓【冼两点水一个先后的先】唔好意思',
  '【三点水的江】',
  '【文字的文】【加个王字旁】',
  '【三个金的鑫】',
  '【上面一个日下面一个成字的晟】',
  '姓仇念【求】',
])('finds %s', async (marked) => {
  expect(await markedBy([spelledName], marked)).toBe(marked)
})

test('finds what is spelled in answer to a question', async () => {
  const marked = ['哪个【棠', '棠梨的棠】']
  expect(await markedInWindow([spelledName], marked)).toBe(marked.join(''))
})

test.each([
  '弓长',
  '木子',
  '一张嘴',
  '我儿子小孙子',
  '双人床',
  '口天天苦',
  '弓长的弓怎么写来着',
  '别人可喝了不少',
  '朋友的朋友',
  '妈妈的妈妈是外婆',
  '自己的自信心',
  '最好的好朋友',
  '想问的问题太多',
  '好的好的',
  '真的真的',
  '我的我也不知道',
  '有没有什么办法的有',
  '别人打算走的走',
  '三个人的家',
  '左边一个人右边一个人',
  '我没写错吧',
  '再打回来',
])('leaves %s', async (text) => {
  expect(await markedBy([spelledName], text)).toBe(text)
})
