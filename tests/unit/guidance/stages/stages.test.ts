import { describe, expect, test } from 'vitest'
import { readHearing } from '../../../../server/guidance/lexicon/heard.ts'
import { stageObservers } from '../../../../server/guidance/stages/observers.ts'
import { ToldCall, wordsUnder } from '../special/told-call.ts'

const observers = await stageObservers(await readHearing())
const call = () => new ToldCall({ observers })
const steps = (told: ToldCall) => told.all('guidance.step').map(({ step }) => step)
const stages = (told: ToldCall) => told.all('guidance.stage').map(({ stage }) => stage)
const talk = (told: ToldCall, ...lines: string[]) => {
  for (const line of lines) told.responder(line).caller('嗯')
  return told
}
const SMALL_TALK = ['好的', '嗯您继续', '后来呢', '是这样', '我记下了']

describe('the protocol of the stages', () => {
  test('is shown from the first event on: five stages in the order of the guide, each with what it asks', () => {
    const [opened] = call().all('guidance.opened')
    expect(opened).toMatchObject({ protocol: 'stages', version: 1 })
    const tops = opened?.items.filter(({ within }) => !within).map(({ item }) => item)
    expect(tops).toEqual(['initial', 'clarify', 'goal', 'solve', 'closing'])
    for (const top of tops ?? []) expect(opened?.items.some(({ within }) => within === top)).toBe(true)
    for (const { clause } of opened?.items ?? []) expect(clause.source).toBe('hotline-technical-guide')
  })
})

describe('what the responder did', () => {
  test.each([
    ['greeting', '晚上好，心理援助热线'],
    ['greeting', '这里是心理原助热线您请讲'],
    ['notice', '您好，跟您说明一下本次通话会被录音并转成文字'],
    ['confidentiality', '您放心，我们不会跟您单位说的'],
    ['confidentiality', '您讲的都替您保密，除非有生命危险'],
    ['age', '您今年多大年纪了'],
    ['treatment', '以前有没有因为这个看过医生'],
  ])('%s is heard in "%s", and rests on words of it', (step, words) => {
    const told = call().responder(words)
    const noted = told.all('guidance.step').find((one) => one.step === step)
    if (!noted) throw new Error(`heard ${steps(told).join(', ') || 'nothing'}`)
    expect(noted.source).toEqual({ protocol: 'stages', version: 1, rule: step })
    const [said] = wordsUnder(told, noted)
    expect(words).toContain(said)
  })

  test.each([
    ['confidentiality', '是他叫你保密的吗'],
    ['notice', '您好我们这边不录音您放心说'],
    ['age', '您女儿今年多大了'],
    ['feedback', '今天不是有空了吗'],
  ])('%s is not heard in "%s"', (step, words) => {
    expect(steps(talk(call(), words))).not.toContain(step)
  })

  test.each([
    ['summary', '我帮您理一下，今天聊了工作和妈妈，您打算先跟领导请两天假'],
    ['summary', '今天咱们说了三件事'],
    ['feedback', '聊到这儿，您觉得心里舒服点没有'],
    ['feedback', '这次通话对您有帮助吗'],
    ['goal-met', '您想解决的那件事现在有着落了吗'],
    ['confidence', '我相信您能一步步走过去'],
  ])('%s is heard at the end in "%s", and not at the beginning', (step, words) => {
    expect(steps(talk(call(), ...SMALL_TALK, words))).toContain(step)
    expect(steps(talk(call(), words))).not.toContain(step)
  })

  test('the words of a household chore are no summary', () => {
    expect(steps(talk(call(), ...SMALL_TALK, '您先把屋子整理一下', '药收起来处理一下'))).not.toContain(
      'summary',
    )
  })

  test('a caller who says what the guide asks for need not be asked', () => {
    expect(steps(call().responder('您好').caller('我今年三十二了，跟我老公吵架'))).toEqual(
      expect.arrayContaining(['age', 'marriage']),
    )
  })

  test('is noted once, but a summary each time: what was taken for the end may have been none', () => {
    const told = talk(
      call(),
      '您好',
      ...SMALL_TALK,
      '您今年多大',
      '您今年多大来着',
      '我理一下您说的',
      '还有呢',
      '好我理一下今天说的',
    )
    expect(steps(told).filter((step) => step === 'age')).toHaveLength(1)
    expect(steps(told).filter((step) => step === 'summary')).toHaveLength(2)
  })

  test('is less sure where it is not known who speaks', () => {
    const sure = call().responder('您好心理援助热线').state.guidance.steps
    const mixed = new ToldCall({ observers, legs: ['mixed'] }).mixed('您好心理援助热线').state.guidance.steps
    expect(mixed[0]?.confidence).toBeLessThan(sure[0]?.confidence ?? 0)
  })
})

describe('where the call is', () => {
  const toSolving = () => talk(call(), '您好', '听起来真的很难受', '最难的是哪一块', '身边有谁能陪陪您')

  test('moves on with one thing heard of a later stage', () => {
    const told = toSolving()
    expect(stages(told)).toEqual(['initial', 'clarify', 'goal', 'solve'])
    expect(told.state.guidance.stage).toMatchObject({ stage: 'solve', source: { protocol: 'stages' } })
  })

  test('goes back after two things of earlier stages in a row, not after one', () => {
    const told = talk(toSolving(), '搁谁都会难受')
    expect(told.state.guidance.stage?.stage).toBe('solve')
    talk(told, '想哭就哭出来')
    expect(told.state.guidance.stage?.stage).toBe('clarify')
  })

  test('does not go back into the first stage, whatever is asked late', () => {
    const told = talk(toSolving(), '我登记一下怎么称呼您', '您今年多大', '您结婚了吗')
    expect(steps(told)).toEqual(expect.arrayContaining(['sex', 'age', 'marriage']))
    expect(told.state.guidance.stage?.stage).toBe('solve')
    talk(told, '搁谁都会难受')
    expect(told.state.guidance.stage?.stage).toBe('solve')
  })

  /** Words that come late, though they were spoken at `second`. */
  const late = (told: ToldCall, second: number, text: string) =>
    told.append({
      kind: 'transcript.final',
      ...{ role: 'responder', segmentId: 'r900', startMs: second * 1000, endMs: second * 1000 + 1, text },
    })
  const FOUR_SECONDS_EACH = ['您好', '您说', '后来呢', '听起来真的很难受']

  test('does not go back for words that come late, though they were spoken before', () => {
    const told = late(talk(call(), ...FOUR_SECONDS_EACH, '身边有谁能陪陪您'), 15, '慢慢说不急')
    expect(told.state.segments.at(-3)?.text).toBe('慢慢说不急')
    expect(told.state.guidance.stage?.stage).toBe('solve')
  })

  test('does not go back into the first stage after words that came late either', () => {
    const told = late(talk(call(), ...FOUR_SECONDS_EACH, '搁谁都会难受'), 11, '身边有谁能陪陪您')
    expect(told.state.guidance.stage?.stage).toBe('solve')
    talk(told, '您今年多大')
    expect(told.state.guidance.stage?.stage).toBe('solve')
  })

  test('is the clearing up once a question of the risk assessment was asked', () => {
    const told = call().responder('您好').responder('有没有不想活的念头')
    const { segmentId } = told.state.segments.at(-1) ?? { segmentId: '' }
    told.append({
      kind: 'guidance.item',
      source: { protocol: 'risk-assessment', version: 1, rule: 'ideation' },
      ...{ item: 'ideation', whose: 'caller', state: 'unanswered', volunteered: false, turned: null },
      ...{ asked: [segmentId], evidence: [], ratings: [], confidence: 0.9 },
    })
    told.until(told.seconds + 3)
    expect(stages(told)).toEqual(['initial', 'clarify'])
    expect(told.state.guidance.stage?.evidence[0]?.segmentId).toBe(segmentId)
  })
})

describe('bad input', () => {
  test('empty, enormous and repeated segments are borne', () => {
    const told = call().responder('').caller('').responder('我说'.repeat(20_000)).responder('您好您好您好')
    expect(steps(told).filter((step) => step === 'greeting').length).toBeLessThanOrEqual(1)
  })
})

test('the same call gives the same events, byte for byte', () => {
  const once = () =>
    talk(call(), '您好心理援助热线', '听起来很难受', '身边有谁能陪您', ...SMALL_TALK, '我理一下')
      .item('ideation', 'affirmed')
      .until(60)
      .events.filter(({ event }) => event.kind.startsWith('guidance.'))
  expect(once().length).toBeGreaterThan(5)
  expect(JSON.stringify(once())).toBe(JSON.stringify(once()))
})
