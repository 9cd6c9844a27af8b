import { expect, test } from 'vitest'
import { Lac } from '../../../server/redaction/lac.ts'

const lac = await Lac.load()

test('marginals are probabilities over code points', async () => {
  const tagging = await lac.tag('😀我叫王小明')
  expect([...tagging.offsets]).toEqual([0, 2, 3, 4, 5, 6, 7])
  expect([...tagging.person].map((p) => p > 0.5)).toEqual([false, false, false, true, true, true])
  expect(tagging.personStart[3]).toBeGreaterThan(0.9)
  expect(tagging.wordStart[1]).toBeGreaterThan(0.5)
  for (const p of [...tagging.person, ...tagging.wordStart]) {
    expect(p).toBeGreaterThanOrEqual(0)
    expect(p).toBeLessThanOrEqual(1.0001)
  }
})

test('traditional characters and full width are read like their plain forms', async () => {
  const [plain, traditional] = await Promise.all([lac.tag('我跟张国华吵架'), lac.tag('我跟張國華吵架')])
  expect(traditional?.person).toEqual(plain?.person)
})

test('a text longer than a window is read the same all along', async () => {
  const { person } = await lac.tag('王小明说'.repeat(500))
  for (let i = 0; i < person.length; i++) expect((person[i] as number) > 0.5, `place ${i}`).toBe(i % 4 !== 3)
})

test('an empty text has no tags', async () => {
  expect((await lac.tag('')).person).toHaveLength(0)
})
