import { expect, test } from 'vitest'
import { netName } from '../../../server/redaction/recognizers/net-name.ts'
import { markedBy, markedInWindow } from './marked-text.ts'

test.each([
  '小名叫【米粒】睡了吗',
  '宝宝叫【糯米】才四个月',
  '外号【海哥】',
  '我笔名【听雨客】 本姓沈',
  '我网名叫【一只咸鱼】',
  '房间号六六二零八九名字叫【鸦哥不慌】你莫去搜',
  '我英文名叫【Lucy】',
  '网上他们都叫我【夜雨】你也这么叫好了',
  '同学都叫我【四眼】',
  '【糯米】是宝宝的小名',
])('finds %s', async (marked) => {
  expect(await markedBy([netName], marked)).toBe(marked)
})

test('finds a pet name at the head of what the next one says', async () => {
  const marked = ['省得没妈', '【糯米】是宝宝的小名带走这两个字']
  expect(await markedInWindow([netName], marked)).toBe(marked.join(''))
})

test.each([
  '他们都叫我忍一忍',
  '医生都叫我住院',
  '他们就叫我放弃',
  '怕他们喊我们出院',
  '孩子叫我吃饭',
  '孩子叫醒了',
  '我的昵称不能改',
  '小名也没有',
  '网名是什么',
  '都叫我别想了',
])('leaves %s', async (text) => {
  expect(await markedBy([netName], text)).toBe(text)
})
