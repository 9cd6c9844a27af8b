import { describe, expect, test } from 'vitest'
import { ToldCall } from './told-call.ts'

/** A caller who has disclosed something, twenty seconds into the call. */
function disclosed(item: 'ideation' | 'plan' | 'in_progress'): ToldCall {
  return new ToldCall()
    .responder('您好心理援助热线')
    .caller('我撑不下去了', 4)
    .item(item, 'affirmed')
    .until(8)
    .responder('我在这儿听您说', 2)
}

describe('可能失去反应', () => {
  test.each([
    ['in_progress', 15],
    ['plan', 20],
    ['ideation', 30],
  ] as const)('after %s, nothing heard for %i seconds raises it, with the disclosure', (item, seconds) => {
    // Silent from 0:06 on; the responder speaks two seconds of it.
    const call = disclosed(item).until(7 + seconds)
    expect(call.all('response.lost')).toEqual([])
    call.until(8 + seconds)
    const [lost] = call.all('response.lost')
    expect(lost?.sinceMs).toBe(6000)
    expect(lost?.evidence).toMatchObject([{ segmentId: 'c2' }])
    expect(call.suggested).not.toContain('silent')
  })

  test('it opens the steps: keep calling, second line, location', () => {
    const call = disclosed('plan').until(60)
    const opened = call.state.guidance.protocols.find(({ protocol }) => protocol === 'lost-response')
    expect(opened?.items.map(({ item }) => item)).toEqual(['call', 'second-line', 'location'])
  })

  test('without a disclosure silence raises nothing', () => {
    const call = new ToldCall().responder('您好').caller('我最近总睡不好', 4).until(200)
    expect(call.all('response.lost')).toEqual([])
  })

  test('a denial is no disclosure', () => {
    const call = new ToldCall()
      .responder('有没有不想活')
      .caller('没有', 1)
      .item('ideation', 'denied')
      .until(200)
    expect(call.all('response.lost')).toEqual([])
  })

  test('what was admitted and taken back is one', () => {
    const call = new ToldCall().caller('我说着玩的', 2).item('ideation', 'contradictory').until(40)
    expect(call.all('response.lost')).toHaveLength(1)
  })

  test('while the responder speaks nothing is counted', () => {
    const call = disclosed('plan').responder('我想跟您说一说我们可以一起做的事', 40).until(56)
    expect(call.all('response.lost')).toEqual([])
  })

  test('a responder who keeps calling does not put it off', () => {
    const call = disclosed('plan')
    for (let at = 14; at < 44; at += 6) call.until(at).responder('您还在吗', 2)
    expect(call.all('response.lost')).toHaveLength(1)
  })

  test.each(['voiced'] as const)('%s is a response', (like) => {
    const call = disclosed('plan').until(20).sound(like, 4).until(40)
    expect(call.all('response.lost')).toEqual([])
  })

  test.each(['breathing', 'noise', undefined] as const)('%s is none', (like) => {
    const call = disclosed('in_progress').until(14).sound(like, 4).until(30)
    expect(call.all('response.lost')).toHaveLength(1)
  })

  test('a tap that answers is a response, and brings the caller back', () => {
    const call = disclosed('plan').until(40).responder('您能听到就敲一下', 2).sound('tapping', 1).until(45)
    expect(call.all('response.back')).toHaveLength(1)
    expect(call.state.special.lost).toBeNull()
  })

  test('who speaks again is back, and may be lost again', () => {
    const call = disclosed('plan').until(40).caller('我在', 1).until(45)
    expect(call.state.special.lost).toBeNull()
    expect(call.until(90).all('response.lost')).toHaveLength(2)
  })

  test('while no audio of the caller arrives it cannot be told', () => {
    const call = disclosed('plan')
      .append({ kind: 'system.degraded', part: 'audio', reason: 'no-frames', role: 'caller' })
      .until(100)
    expect(call.all('response.lost')).toEqual([])
    call.append({ kind: 'system.recovered', part: 'audio', role: 'caller' }).until(101)
    expect(call.all('response.lost')).toHaveLength(1)
  })

  test('a stretch that was lost on the way is no silence', () => {
    const call = disclosed('plan')
    call.append({ kind: 'leg.gap', role: 'caller', startMs: 10_000, endMs: 25_000, reason: 'loss' })
    expect(call.until(38).all('response.lost')).toEqual([])
    expect(call.until(44).all('response.lost')).toHaveLength(1)
  })

  test('what somebody else is said to plan is no disclosure of the caller\u2019s', () => {
    const call = new ToldCall().caller('我儿子说他想好了').item('plan', 'affirmed', 'third_party').until(60)
    expect(call.all('response.lost')).toEqual([])
  })

  test('a leg that is away is no silence: it cannot be told', () => {
    const call = disclosed('plan')
      .until(12)
      .append({ kind: 'leg.left', role: 'caller', reason: 'connection-lost' })
      .until(100)
    expect(call.all('response.lost')).toEqual([])
  })
})
