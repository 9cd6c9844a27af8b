import { describe, expect, test } from 'vitest'
import { readHearing } from '../../../../server/guidance/lexicon/heard.ts'
import { plainSegments } from '../../../../server/guidance/special/cue.ts'
import { nudgeObserver } from '../../../../server/guidance/special/nudge-observer.ts'
import { readNudgeRules } from '../../../../server/guidance/special/nudge-rules.ts'
import { readPhraseWords } from '../../../../server/guidance/special/special-protocol.ts'
import { observers, ToldCall } from './told-call.ts'

const snooze = (call: ToldCall, key: string, seconds: number) =>
  call.append({ kind: 'nudge.snoozed', key, untilMs: (call.seconds + seconds) * 1000, by: 'responder' })
const acknowledge = (call: ToldCall, key: string) =>
  call.append({ kind: 'nudge.acknowledged', key, by: 'responder' })

describe('one nudge at a time', () => {
  test('the prompts of a silent call take each other\u2019s place', () => {
    const call = new ToldCall().until(16)
    expect(call.nudges).toEqual(['silence:prompt-1@0'])
    expect(call.until(46).nudges).toEqual(['silence:prompt-2@0'])
    expect(call.state.nudges.shown[0]?.label.zh).toContain('保密')
  })

  test('the most severe first, in whatever order the file has them', async () => {
    const words = await readPhraseWords(await readHearing())
    const rules = await readNudgeRules(words)
    const reversed = { ...rules, nudges: rules.nudges.toReversed() }
    const call = new ToldCall({
      observers: [...observers.slice(0, -1), nudgeObserver(reversed, plainSegments(words))],
    })
    expect(call.until(50).responder('那先这样再见', 2).until(53).nudges).toEqual(['ending-a-silent-call'])
  })

  test('they go when the caller speaks', () => {
    expect(new ToldCall().until(16).caller('喂', 1).until(20).nudges).toEqual([])
  })

  test('a more severe one takes the place of a lesser one, which comes back', () => {
    const call = new ToldCall().until(50).responder('那先这样再见', 2).until(53)
    expect(call.nudges).toEqual(['ending-a-silent-call'])
    acknowledge(call, 'ending-a-silent-call')
    acknowledge(call, 'ending-without-risk')
    expect(call.until(56).nudges).toEqual(['silence:prompt-2@0'])
  })

  test('"not now" puts it off, and it comes again', () => {
    const call = new ToldCall().responder('您好').caller('我工作压力大').until(30).responder('那先到这儿再见')
    expect(call.until(33).nudges).toEqual(['ending-without-risk'])
    snooze(call, 'ending-without-risk', 10)
    expect(call.until(40).nudges).toEqual([])
    expect(call.until(44).nudges).toEqual(['ending-without-risk'])
  })

  test('one that is snoozed makes room for the next', () => {
    const call = new ToldCall().until(50).responder('那先这样再见').until(53)
    snooze(call, 'ending-a-silent-call', 60)
    expect(call.nudges).toEqual(['ending-without-risk'])
  })

  test('what was acknowledged does not come again', () => {
    const call = new ToldCall().responder('您好').caller('我工作压力大').until(30).responder('再见').until(33)
    acknowledge(call, 'ending-without-risk')
    expect(call.responder('再见').until(60).nudges).toEqual([])
  })
})

describe('what passes by that rule', () => {
  test('an act in progress stays beside the other until it is acknowledged', () => {
    const call = new ToldCall()
      .until(20)
      .caller('我已经吃下去了', 2)
      .item('in_progress', 'affirmed')
      .until(24)
    expect(call.nudges).toEqual(['act-in-progress'])
    expect(call.state.nudges.shown[0]).toMatchObject({ stays: true, evidence: [{ segmentId: 'c1' }] })
    snooze(call, 'act-in-progress', 600)
    expect(call.until(40).nudges).toContain('act-in-progress')
    acknowledge(call, 'act-in-progress')
    expect(call.until(600).nudges).not.toContain('act-in-progress')
  })

  test('an immediate plan is a plan with a time or means', () => {
    const call = new ToldCall().caller('想好了').item('plan', 'affirmed').until(5)
    expect(call.nudges).toEqual([])
    expect(call.item('timing', 'affirmed').until(7).nudges).toEqual(['immediate-plan'])
  })

  test('a lost response stays after the caller is back, and each is one of its own', () => {
    const call = new ToldCall().caller('我想好了怎么走', 2).item('plan', 'affirmed').until(30)
    expect(call.nudges).toEqual(['lost-response@2000'])
    call.caller('我在', 1).until(40)
    expect(call.nudges).toEqual(['lost-response@2000'])
    acknowledge(call, 'lost-response@2000')
    expect(call.until(60).nudges).toEqual(['lost-response@31000'])
  })
})

describe('a silent call that is ended early', () => {
  test('before two minutes: not yet', () => {
    // As in a call where three prompts were followed by hanging up, within the minute.
    const call = new ToldCall()
      .until(1)
      .responder('您好这里是心理援助热线', 4)
      .until(16)
      .responder('您好我在听不方便说话没有关系', 5)
      .until(35)
      .responder('能听到我说话吗可以敲一下话筒', 6)
      .until(56)
      .responder('一直没有听到您的声音我先挂断了再见', 7)
      .until(65)
    expect(call.nudges).toContain('ending-a-silent-call')
    expect(call.marks('special-silent').map(([mark]) => mark)).not.toContain('may-end')
  })

  test('after somebody answered by tapping: not yet', () => {
    const call = new ToldCall().responder('能听到就敲一下', 2).sound('tapping', 1).until(10)
    call.responder('可能是信号不好那先这样再见', 3).until(16)
    expect(call.nudges).toContain('ending-a-silent-call')
  })

  test('after two minutes, and then an answer by tapping: not yet', () => {
    const call = new ToldCall().until(122).responder('还在吗敲一下', 2).sound('tapping', 1).until(127)
    call.responder('那先这样再见', 2).until(131)
    expect(call.nudges).toContain('ending-a-silent-call')
  })

  test('after two minutes of nothing: nobody is held up for silence', () => {
    const call = new ToldCall().until(122).responder('我先挂电话了随时再打来', 4).until(128)
    expect(call.nudges).not.toContain('ending-a-silent-call')
  })

  test('after two minutes in which somebody breathed: not yet', () => {
    const call = new ToldCall()
      .until(105)
      .sound('breathing', 5)
      .until(122)
      .responder('我先挂电话了', 2)
      .until(126)
    expect(call.nudges).toContain('ending-a-silent-call')
  })
})

describe('what rests on one site\u2019s practice', () => {
  test('is off as it comes: no nudge at ten nor at twenty minutes', () => {
    const call = new ToldCall().responder('您好')
    for (let minute = 1; minute <= 21; minute++) call.until(minute * 60).caller('我楼上又吵了', 1)
    expect(call.all('nudge.shown').filter(({ practice }) => practice)).toEqual([])
  })
})

describe('after a crisis call', () => {
  test('a pause is suggested for when it is over', () => {
    const call = new ToldCall().caller('我想好了').item('plan', 'affirmed').until(5)
    expect(call.state.nudges.afterCall).toMatchObject([{ key: 'pause', clause: { section: '一(四)3' } }])
  })

  test('after another call it is not', () => {
    const call = new ToldCall().caller('没有').item('ideation', 'denied').until(60)
    expect(call.state.nudges.afterCall).toEqual([])
  })
})
