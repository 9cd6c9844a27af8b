import { describe, expect, test } from 'vitest'
import { isStored } from '../../../../server/call/call-event.ts'
import { begin, fold } from '../../../../server/call/fold.ts'
import { ToldCall } from './told-call.ts'

describe('the site\u2019s levels', () => {
  test('are on the page with their measures from the beginning', () => {
    const levels = new ToldCall().state.guidance.protocols.find(({ protocol }) => protocol === 'levels')
    expect(levels?.items.map(({ item, ask }) => [item, ask.length])).toEqual([
      ['low', 1],
      ['medium', 2],
      ['high', 4],
    ])
  })

  test('a criterion that is met is shown with its turns, and no level is given', () => {
    const call = new ToldCall().caller('药都买好了今晚就走').item('plan', 'affirmed').until(4)
    expect(call.state.levels).toEqual([])
    call.item('timing', 'affirmed').until(6)
    expect(call.state.levels).toMatchObject([
      { level: 'high', criterion: 'plan-with-time', evidence: [{ segmentId: 'c1' }] },
    ])
    expect(call.events.filter(({ event }) => event.kind.startsWith('risk.grad'))).toEqual([])
  })

  test('one that is denied meets nothing', () => {
    const call = new ToldCall().caller('没有').item('plan', 'denied').item('past_attempt', 'denied').until(5)
    expect(call.state.levels).toEqual([])
  })
})

describe('the same call', () => {
  const told = () =>
    new ToldCall()
      .append({ kind: 'caller.history', callsThisWeek: 6 })
      .responder('您好心理援助热线')
      .until(20)
      .sound('breathing', 12)
      .responder('能听到吗敲一下话筒')
      .sound('tapping', 1)
      .until(60)
      .caller('我十四岁上初二我们班主任骂我')
      .item('in_progress', 'affirmed')
      .until(120)

  test('gives the same events, byte for byte', () => {
    expect(JSON.stringify(told().events)).toBe(JSON.stringify(told().events))
  })

  test('read from the log gives the same state', () => {
    const call = told()
    const [first, ...rest] = call.events.map(({ event }) => event).filter(isStored)
    if (first?.kind !== 'call.started') throw new Error('no beginning')
    const { special, nudges, levels, guidance } = rest.reduce(fold, begin(first))
    expect({ special, nudges, levels, guidance }).toEqual({
      special: call.state.special,
      nudges: call.state.nudges,
      levels: call.state.levels,
      guidance: call.state.guidance,
    })
  })
})
