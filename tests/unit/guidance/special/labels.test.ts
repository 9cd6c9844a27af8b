import { describe, expect, test } from 'vitest'
import { ToldCall, wordsUnder } from './told-call.ts'

const insulted = () =>
  new ToldCall()
    .responder('您好心理援助热线')
    .caller('你们就是一群废物')
    .responder('您火气不小我听着')
    .caller('闭嘴你算老几')
    .responder('您说')
    .caller('你懂个屁我要投诉你')

describe('a suggested label', () => {
  test('has its rule, version, confidence, and the words it rests on', () => {
    const call = insulted()
    const [suggestion] = call.all('special.suggested')
    expect(suggestion).toMatchObject({
      special: 'abuse',
      source: { protocol: 'special-abuse', version: 1, rule: 'words' },
    })
    expect(suggestion?.confidence).toBeGreaterThan(0.5)
    expect(suggestion?.confidence).toBeLessThan(1)
    if (!suggestion) throw new Error('nothing suggested')
    const words = wordsUnder(call, suggestion)
    expect(words.length).toBeGreaterThan(1)
    expect(words).not.toContain('not in the transcript')
    expect(words.every((said) => said.length > 0)).toBe(true)
  })

  test('is told once', () => {
    const call = insulted().caller('一群骗子').caller('闭嘴')
    expect(call.suggested).toEqual(['abuse'])
  })

  test('leaves the risk assessment as it was', () => {
    const before = new ToldCall().item('ideation', 'unanswered').state.guidance.items
    const call = new ToldCall().item('ideation', 'unanswered')
    for (const words of ['你们就是一群废物', '闭嘴你算老几', '你懂个屁我要投诉你']) call.caller(words)
    expect(call.suggested).toEqual(['abuse'])
    expect(call.state.guidance.items).toEqual(before)
  })
})

describe('what the responder says of it', () => {
  test('a confirmation is kept with the suggestion', () => {
    const call = insulted().append({
      kind: 'special.confirmed',
      special: 'abuse',
      insteadOf: null,
      by: 'responder',
    })
    expect(call.state.special.callers).toMatchObject([
      { special: 'abuse', status: 'confirmed', suggested: { special: 'abuse' } },
    ])
  })

  test('a dismissal is remembered: it is not suggested again, whatever is said', () => {
    const call = insulted().append({ kind: 'special.dismissed', special: 'abuse', by: 'responder' })
    for (const words of ['一群骗子', '滚蛋', '你们全是垃圾']) call.caller(words)
    expect(call.suggested).toEqual(['abuse'])
    expect(call.state.special.callers).toMatchObject([{ special: 'abuse', status: 'dismissed' }])
  })

  test('a dismissal before anything was suggested keeps it from being suggested', () => {
    const call = new ToldCall()
      .append({ kind: 'special.dismissed', special: 'silent', by: 'responder' })
      .until(200)
    expect(call.suggested).toEqual([])
  })

  test('a change dismisses the one label and opens the other\u2019s protocol', () => {
    const call = insulted().append({
      kind: 'special.confirmed',
      special: 'psychosis',
      insteadOf: 'abuse',
      by: 'responder',
    })
    expect(call.state.special.callers).toMatchObject([
      { special: 'abuse', status: 'dismissed' },
      { special: 'psychosis', status: 'confirmed', suggested: null },
    ])
    const protocols = call.state.guidance.protocols.map(({ protocol }) => protocol)
    expect(protocols).toContain('special-psychosis')
  })

  test('a label that nobody suggested opens its protocol with the steps done so far', () => {
    const call = new ToldCall()
      .responder('您好心理援助热线')
      .caller('我孩子的事')
      .responder('孩子现在在哪身边有没有人')
      .append({ kind: 'special.confirmed', special: 'third_party', insteadOf: null, by: 'responder' })
    expect(call.all('guidance.step').map(({ step }) => step)).toContain('safe-now')
  })

  test('the steps of a dismissed label are not followed any more', () => {
    const call = insulted()
      .append({ kind: 'special.dismissed', special: 'abuse', by: 'responder' })
      .responder('请您不要骂人')
    expect(call.all('guidance.step').map(({ step }) => step)).not.toContain('warn-once')
  })
})

describe('the number\u2019s history', () => {
  const history = (callsThisWeek: number) =>
    new ToldCall().append({ kind: 'caller.history', callsThisWeek }).responder('您好心理援助热线')

  test('five calls a week suggest a repeat caller, who may be somebody else', () => {
    const [suggestion] = history(5).all('special.suggested')
    expect(suggestion).toMatchObject({
      special: 'repeat',
      grounds: [{ what: 'calls-this-week', count: 5 }],
      note: { zh: expect.stringContaining('号码不等于人') },
    })
  })

  test('told twice, it suggests once', () => {
    const call = history(5).append({ kind: 'caller.history', callsThisWeek: 6 })
    expect(call.suggested).toEqual(['repeat'])
  })

  test('fewer do not', () => {
    expect(history(4).suggested).toEqual([])
  })

  test('a call with risk has no time limit, and the label hides nothing', () => {
    const call = history(6)
      .item('ideation', 'affirmed')
      .until(60 * 21)
    expect(call.timer('special-repeat')?.stopped).toBe('risk')
    expect(call.nudges.filter((key) => key.startsWith('repeat-length'))).toEqual([])
    expect(call.state.guidance.items).toMatchObject([{ item: 'ideation', state: 'affirmed' }])
  })

  test('without risk the call is timed: 15, then 20 minutes', () => {
    const call = history(6).item('ideation', 'denied')
    for (let minute = 1; minute <= 21; minute++) call.until(minute * 60).caller('我楼上又吵了', 1)
    expect(call.marks('special-repeat')).toEqual([
      ['from', 900],
      ['to', 1200],
    ])
  })
})

describe('step two of harassment', () => {
  const flirted = () =>
    new ToldCall()
      .responder('您好心理援助热线')
      .caller('妹妹你声音真好听')
      .responder('您遇到什么事了')
      .caller('你今天穿的什么裙子吗')
      .responder('我们谈谈您的事')
      .caller('叫我一声宝贝嘛')

  test('the label is a question until it was tried', () => {
    const [suggestion] = flirted().all('special.suggested')
    expect(suggestion).toMatchObject({ special: 'sexual_harassment', questionUntil: 'focus-on-impact' })
  })

  test('that it was tried is noticed', () => {
    const call = flirted().responder('这件事给您的生活带来了什么影响')
    expect(call.all('guidance.step').map(({ step }) => step)).toContain('focus-on-impact')
  })
})
