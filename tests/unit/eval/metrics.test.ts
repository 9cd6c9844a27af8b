import { describe, expect, test } from 'vitest'
import { pairedGain, withIntervals } from '../../../eval/metrics/bootstrap.ts'
import { f1, meanOf, quantileOf, share } from '../../../eval/metrics/metric.ts'
import { Tally, totalOf } from '../../../eval/metrics/total.ts'

const cases = (...hits: [number, number][]) =>
  hits.map(([hit, of]) => ({ counts: { recall: hit, 'recall.of': of }, samples: {} }))

describe('figures by hand', () => {
  const total = totalOf([
    { counts: { r: 3, 'r.of': 4, p: 3, 'p.of': 6 }, samples: { ms: [5, 1] } },
    { counts: { r: 0, 'r.of': 1 }, samples: { ms: [9] } },
  ])

  test('a share is the sum of hits over the sum of tries, not a mean of shares', () => {
    expect(share('r').value(total)).toBe(3 / 5)
    expect(share('r').n(total)).toBe(5)
  })

  test('F1 is the harmonic mean', () => {
    // p = 1/2, r = 3/5: 2 · 0.3 / 1.1
    expect(f1('f1', share('p'), share('r')).value(total)).toBeCloseTo(0.6 / 1.1)
  })

  test('F1 without any claim is 0, and without anything to find cannot be taken', () => {
    expect(f1('f1', share('none'), share('r')).value(totalOf(cases()))).toBeNaN()
    const found = totalOf([{ counts: { r: 0, 'r.of': 2 }, samples: {} }])
    expect(f1('f1', share('none'), share('r')).value(found)).toBe(0)
  })

  test('a mean passes over figures that cannot be taken', () => {
    expect(meanOf('m', [share('r'), share('p'), share('none')]).value(total)).toBeCloseTo((0.6 + 0.5) / 2)
  })

  test('quantiles are by nearest rank', () => {
    expect(quantileOf('q', 0.5, 'ms').value(total)).toBe(5)
    expect(quantileOf('q', 0.95, 'ms').value(total)).toBe(9)
  })

  test('a tally counts tries and hits', () => {
    const tally = new Tally()
    tally.try('a', true)
    tally.try('a', false)
    expect(tally.counts).toEqual({ a: 1, 'a.of': 2 })
  })
})

describe('intervals', () => {
  test('are as wide as the binomial says for independent cases', () => {
    // 60 of 100: the standard error is 0.049, so the 95 % interval is about 0.50 to 0.70.
    const { recall } = withIntervals(
      [share('recall')],
      cases(...Array.from({ length: 100 }, (_, i): [number, number] => [i < 60 ? 1 : 0, 1])),
      1,
    )
    expect(recall?.low).toBeGreaterThan(0.47)
    expect(recall?.low).toBeLessThan(0.54)
    expect(recall?.high).toBeGreaterThan(0.66)
    expect(recall?.high).toBeLessThan(0.73)
  })

  test('are wider where hits come in calls: the call is drawn, not the item', () => {
    const clustered = withIntervals(
      [share('recall')],
      cases([20, 20], [20, 20], [20, 20], [0, 20], [0, 20]),
      1,
    )
    expect((clustered.recall?.high ?? 0) - (clustered.recall?.low ?? 0)).toBeGreaterThan(0.6)
  })

  test('are the same every time', () => {
    const some = cases([1, 2], [0, 1], [3, 3])
    expect(withIntervals([share('recall')], some, 7)).toEqual(withIntervals([share('recall')], some, 7))
  })

  test('a figure that nothing was counted for is left out', () => {
    expect(withIntervals([share('nothing')], cases([1, 1]), 1)).toEqual({})
  })
})

describe('a gain over a baseline', () => {
  test('is seen where the same cases got better, however much they differ among themselves', () => {
    const before = cases(...Array.from({ length: 40 }, (_, i): [number, number] => [i % 10, 10]))
    const now = cases(...Array.from({ length: 40 }, (_, i): [number, number] => [(i % 10) + 1, 10]))
    const gain = pairedGain(share('recall'), now, before, 1)
    expect(gain.value).toBeCloseTo(0.1)
    expect(gain.low).toBeGreaterThan(0.09)
  })

  test('is signed: fewer leaks are a gain', () => {
    const gain = pairedGain(share('recall', 'lower'), cases([0, 1], [0, 1]), cases([1, 1], [1, 1]), 1)
    expect(gain).toMatchObject({ value: 1, low: 1, high: 1 })
  })
})
