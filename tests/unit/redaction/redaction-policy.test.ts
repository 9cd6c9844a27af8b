import { describe, expect, test } from 'vitest'
import { readPrompt } from '../../../server/read-prompt.ts'
import { SpanFinder } from '../../../server/redaction/find-spans.ts'
import { Lac } from '../../../server/redaction/lac.ts'
import { RedactionPolicy } from '../../../server/redaction/redaction-policy.ts'

const lac = await Lac.load()
const shipped = await readPrompt('redaction-policy.yaml', RedactionPolicy)

async function hiddenBy(policy: RedactionPolicy, text: string): Promise<string[]> {
  const { spans } = await new SpanFinder(lac, policy).find({ texts: [text], known: [] })
  return spans.flat().map((span) => text.slice(span.start, span.end))
}

test('the policy that comes with the service masks every type', () => {
  expect(new Set(Object.values(shipped.types))).toEqual(new Set(['mask']))
})

describe('a type that a site keeps', () => {
  const keeping = { ...shipped, types: { ...shipped.types, school: 'keep' as const } }
  const text = '我在明礼中学高二三班，电话一三八零零一三八零零零'

  test('stays, and the others go', async () => {
    expect(await hiddenBy(shipped, text)).toEqual(['明礼中学高二三班', '一三八零零一三八零零零'])
    expect(await hiddenBy(keeping, text)).toEqual(['一三八零零一三八零零零'])
  })
})

describe('institutions and numbers that a site keeps', () => {
  const site = { institutions: ['青禾精神卫生中心'], numbers: ['4001234567'] }
  const keeping = { ...shipped, keep: site }

  test('stay in every form that they are said in', async () => {
    const text = '我是青禾精神卫生中心看过的，电话四零零幺二三四五六七'
    expect(await hiddenBy(shipped, text)).toEqual(['青禾精神卫生中心', '四零零幺二三四五六七'])
    expect(await hiddenBy(keeping, text)).toEqual([])
  })

  test('with a ward and a bed it is the place of a person', async () => {
    expect(await hiddenBy(keeping, '我在青禾精神卫生中心六病区三十床')).toEqual([
      '青禾精神卫生中心六病区三十床',
    ])
  })
})

test.each([
  ['a type that is left out', { types: { name: 'mask' } }],
  ['a type that does not exist', { types: { ...shipped.types, shoes: 'mask' } }],
  ['an action that does not exist', { types: { ...shipped.types, name: 'blur' } }],
  ['a number that lost its quotes', { keep: { institutions: [], numbers: [12356] } }],
  ['a number with a dash', { keep: { institutions: [], numbers: ['400-1234567'] } }],
  ['another version', { version: 2 }],
])('%s is refused', (_, wrong) => {
  expect(RedactionPolicy.safeParse({ ...shipped, ...wrong }).success).toBe(false)
})
