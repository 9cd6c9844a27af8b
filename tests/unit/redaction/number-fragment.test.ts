import { expect, test } from 'vitest'
import { readWindow } from '../../../server/redaction/find-spans.ts'
import { digitRun } from '../../../server/redaction/recognizers/digit-run.ts'
import { numberFragment } from '../../../server/redaction/recognizers/number-fragment.ts'
import { phone } from '../../../server/redaction/recognizers/phone.ts'
import { markedBy, read } from './marked-text.ts'

test.each([
  // Read back.
  '电话【一三九】嗯【九一零零四七二八】他叫什么【四七二八】没错',
  // Begun, and begun again.
  '前面得加【六幺】哎这眼神【六幺四零二二幺八零三】',
  '你打我表妹那个【一五一】诶还是打我的【一八七七三四二零六五八】',
  '【一五六】您不用跟我说这个【二幺零四】呃【八八三六】',
  '【一百三十九】然后【四二零七】然后【六六幺八】',
  // Read back with the head misheard.
  '【幺七八五七一二】后面是【零三四九】你们别打公司【聊起八五七一二零三四九】怎么称呼您',
])('finds %s', async (marked) => {
  expect(await markedBy([phone, digitRun, numberFragment], marked)).toBe(marked)
})

test.each(['一百三十九块钱', '一百三十九然后四二零', '一三五我上班', '六幺他们家', '九九六四七二八块'])(
  'leaves %s',
  async (text) => {
    expect(await markedBy([numberFragment], text)).toBe(text)
  },
)

test('the last digits of a number that was found before in the call', async () => {
  const text = '找他就打六八零三'
  const { tagging } = await read(text)
  const found = (words: string) =>
    numberFragment.find(readWindow([text], tagging, [{ type: 'phone', words }])).length
  expect(found('一三八零零一三六八零三')).toBe(1)
  expect(found('一三八零零一三六八零四')).toBe(0)
})
