import { expect, test } from 'vitest'
import { lacPerson } from '../../../server/redaction/recognizers/lac-person.ts'
import { markedBy } from './marked-text.ts'

test.each([
  '后来【王建国】就跟我说分手了',
  '我跟【刘晓燕】吵了一架',
  '【王芳】【李娜】都来了',
  '昨天【欧阳娜娜】和【张伟】吵架了',
  '【王老师】让我来的',
  '😀【陈静】来了',
  // What belongs to the sentence stays: 谢谢, 都, 天天.
  '谢谢【罗晓燕】',
  '我领导【张总】天天骂我',
  '【小周】【小吴】她俩合租的',
])('finds %s', async (marked) => {
  expect(await markedBy([lacPerson], marked)).toBe(marked)
})

test.each([
  '我是心理咨询师',
  '老师说我不行',
  '我妈妈不让我去看医生',
  '医生给我开了思诺思',
  '一直在吃度洛西汀和托莫西汀',
  '家里有一瓶左洛复',
  '我在成都工作',
  '我们免贵不免贵',
  '余光看到的',
  '三婶说的',
  '二零零四年',
  '打到我们科里',
  '佢唔肯同我讲',
  '伊讲侬去上班呀',
  '莫打莫打他耳朵尖得很',
  '弗洛伊德说过',
  '跟林黛玉似的',
  '高兴想死我大孙子了',
  '',
  '嗯',
])('leaves %s', async (text) => {
  expect(await markedBy([lacPerson], text)).toBe(text)
})
