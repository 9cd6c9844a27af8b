import { expect, test } from 'vitest'
import { spelledSurname } from '../../../server/redaction/recognizers/spelled-surname.ts'
import { markedBy } from './marked-text.ts'

test.each([
  '我姓【弓长张】',
  '我姓【张弓长张】',
  '【木子李】，单名一个敏',
  '【双人徐】',
  '【双人旁的徐】',
  '【口天吴】',
  '是【耳东陈】不是【禾呈程】',
])('finds %s', async (marked) => {
  expect(await markedBy([spelledSurname], marked)).toBe(marked)
})

test.each(['弓长', '木子', '一张嘴', '我儿子小孙子', '双人床', '口天天苦'])('leaves %s', async (text) => {
  expect(await markedBy([spelledSurname], text)).toBe(text)
})
