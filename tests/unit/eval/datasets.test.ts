import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type LabelledCall, SpecialKind } from '../../../eval/labels/labelled-call.ts'
import { loadDataset } from '../../../eval/labels/load-dataset.ts'

const folder = fileURLToPath(new URL('../../../eval/datasets/', import.meta.url))
/** Spans, vocabulary, turns, audio and ids are checked by reading: what does not hold is refused. */
const { calls, signalSentences, redactionSentences, remarks } = await loadDataset(folder)
const again = await loadDataset(`${folder}second-labels.jsonl`)

const tagged = (prefix: string) => calls.filter(({ tags }) => tags.some((tag) => tag.startsWith(prefix)))
const present = (call: LabelledCall) =>
  [...Object.values(call.risk), ...Object.values(call.thirdPartyRisk)].some(({ answer }) =>
    ['yes', 'volunteered_yes', 'retracted', 'unclear'].includes(answer),
  )

describe('the set holds what its card promises', () => {
  test('100 calls and more, of 12 to 60 turns, nothing that the format does not know', () => {
    expect(calls.length).toBeGreaterThanOrEqual(100)
    for (const { id, turns } of calls)
      expect([id, turns.length >= 12 && turns.length <= 60]).toEqual([id, true])
    expect(remarks).toEqual([])
    expect(new Set(calls.map(({ origin }) => origin))).toEqual(new Set(['authored']))
  })

  test('40 calls and more with risk, in every form', () => {
    expect(calls.filter((call) => present(call) && call.level !== 'none').length).toBeGreaterThanOrEqual(40)
    const forms = ['indirect', 'passive', 'denied-then-admitted', 'retracted', 'past-only', 'volunteered']
    for (const form of [
      ...forms,
      'deflected',
      'third-party',
      'plan',
      'in-progress',
      'self-harm',
      'not-asked',
    ])
      expect([form, tagged(`risk/${form}`).length]).toEqual([form, expect.toSatisfy((n: number) => n >= 2)])
  })

  test.each(SpecialKind.options)('six calls and more with %s', (kind) => {
    expect(calls.filter(({ special }) => special.includes(kind)).length).toBeGreaterThanOrEqual(6)
  })

  test('40 calls and more rich in personal items, 15 of hard negatives, a third with recogniser errors', () => {
    expect(calls.filter(({ tags }) => tags.includes('pii-rich')).length).toBeGreaterThanOrEqual(40)
    expect(tagged('hard-negative/').length).toBeGreaterThanOrEqual(15)
    expect(calls.filter(({ tags }) => tags.includes('recogniser-errors')).length).toBeGreaterThanOrEqual(34)
  })

  test('600 sentences and more of each kind', () => {
    expect(signalSentences.length).toBeGreaterThanOrEqual(600)
    expect(redactionSentences.length).toBeGreaterThanOrEqual(600)
  })

  test('six calls and more with audio', () => {
    expect(calls.filter(({ audio }) => audio).length).toBeGreaterThanOrEqual(6)
  })
})

describe('the split', () => {
  test('leaves a third and more for the test, with every special kind in it', () => {
    const held = calls.filter(({ split }) => split === 'test')
    expect(held.length).toBeGreaterThanOrEqual(calls.length / 3)
    for (const kind of SpecialKind.options)
      expect([kind, held.some(({ special }) => special.includes(kind))]).toEqual([kind, true])
  })

  test('is said of every sample, and keeps contrast sentences together', () => {
    for (const { id, split } of [...calls, ...signalSentences, ...redactionSentences])
      expect([id, split]).toEqual([id, expect.toBeOneOf(['dev', 'test'])])
    const splits = new Map<string, Set<unknown>>()
    for (const { contrast, split } of signalSentences)
      if (contrast) splits.set(contrast, (splits.get(contrast) ?? new Set()).add(split))
    expect([...splits].filter(([, both]) => both.size > 1)).toEqual([])
  })

  test('shares no long turn and no sentence between its halves', () => {
    const texts = (split: string) =>
      new Set([
        ...calls.filter((call) => call.split === split).flatMap(({ turns }) => turns.map(({ text }) => text)),
        ...signalSentences.filter((one) => one.split === split).map(({ text }) => text),
        ...redactionSentences.filter((one) => one.split === split).map(({ text }) => text),
      ])
    const held = texts('test')
    // Short ones such as 好的谢谢 are said in every call.
    expect([...texts('dev')].filter((text) => text.length >= 14 && held.has(text))).toEqual([])
  })
})

test('20 calls were labelled a second time, word for word the same calls', () => {
  expect(again.calls).toHaveLength(20)
  for (const { id, turns } of again.calls)
    expect(turns.map(({ text }) => text)).toEqual(
      calls.find((call) => call.id === id)?.turns.map(({ text }) => text),
    )
})
