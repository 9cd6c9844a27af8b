import { describe, expect, it } from 'vitest'
import { riskCall, shown } from './risk-call.ts'

const IDEATION = 'r 这么难受的时候有没有想过不想活了'
const RAISED = [IDEATION, 'c 想过']

describe('what the caller answers', () => {
  it.each([
    ['有过那么几回吧'],
    ['说没有那是骗您的'],
    ['也不能说没有'],
    ['唉谁没想过呢我到这一步了'],
    ['嗯'],
    ['咋没想过哩'],
    ['系啊谂过'],
    ['不怕你笑话想过'],
    ['我要是没了他们反而好过一点'],
    ['要不是我妈还在我早就不在了'],
    ['没有想过自杀但是想过消失'],
    ['死倒是没想过就想睡过去别醒了'],
    ['想是想就是不敢'],
  ])('affirms: %s', (text) => {
    expect(shown(riskCall(IDEATION, `c ${text}`), 'ideation')).toMatchObject({ state: 'affirmed' })
  })

  it.each([
    ['没有没有'],
    ['那倒不至于'],
    ['嗯没有'],
    ['冇谂过'],
    ['呒没呒没侬放心'],
    ['我这个人很怕死的'],
    ['死我倒没想过就是觉得没劲'],
    ['没意思是没意思但不会去死'],
    ['为了他去死不值得'],
    ['以前有过现在没有了'],
    ['年轻的时候想过后来有了孩子就再也没想过'],
    ['初中的时候有过现在早没了'],
  ])('denies: %s', (text) => {
    expect(shown(riskCall(IDEATION, `c ${text}`), 'ideation')).toMatchObject({ state: 'denied' })
  })

  it.each([
    ['您这问题问得'],
    ['不知道'],
    ['我也说不清楚'],
    ['你管我想没想过'],
    ['哎你们那边几点下班'],
    ['除非他真的走了那我就不活了'],
    ['有没有想过不想活了有没有想过不想活了'],
  ])('answers neither yes nor no: %s', (text) => {
    expect(shown(riskCall(IDEATION, `c ${text}`), 'ideation')).toMatchObject({ state: 'unanswered' })
  })

  it.each([
    ['plan', '那您想过怎么做吗', '地方我都看好了', 'affirmed'],
    ['plan', '那您想过怎么做吗', '没有就是一个念头', 'denied'],
    ['plan', '那您想过怎么做吗', '我不想说', 'unanswered'],
    ['timing', '打算什么时候', '下个月我生日那天', 'affirmed'],
    ['timing', '有没有定日子', '没有定', 'denied'],
    ['means', '药现在在您手上吗', '还有大半瓶', 'affirmed'],
    ['means', '药现在在您手上吗', '不在我妈收走了', 'denied'],
    ['past_attempt', '以前有没有试过', '高二的时候割过一次腕', 'affirmed'],
    ['past_attempt', '以前有没有试过', '只是想想没做过', 'denied'],
    ['past_attempt', '以前有没有试过', '有一次走到桥上站了半天又回来了', 'unanswered'],
    ['relative_suicide', '家里亲戚有没有自杀的', '我爸就是这么走的', 'affirmed'],
    ['self_harm', '有没有伤害自己身体的行为', '会拿圆规扎手', 'affirmed'],
    ['in_progress', '您现在有没有已经吃了药', '吃了半瓶了', 'affirmed'],
    ['in_progress', '您现在有没有已经吃了药', '还没有', 'denied'],
    ['harm_others', '您是真想伤害他还是气话', '就是说说气话', 'denied'],
    ['harm_others', '您会对他动手吗', '会我刀都准备好了', 'affirmed'],
    ['intoxicated', '您喝酒了吗', '半斤白的', 'affirmed'],
    ['intoxicated', '您喝酒了吗', '滴酒未沾', 'denied'],
    ['alone', '您身边现在有人吗', '没有就我自己', 'affirmed'],
    ['alone', '您身边现在有人吗', '我老公在隔壁屋睡觉', 'denied'],
    ['alone', '屋里就您自己吗', '嗯对', 'affirmed'],
    ['alone', '现在是您一个人吗', '不是我妹妹陪着我', 'denied'],
    ['protective', '是什么让您撑到现在', '我女儿吧', 'affirmed'],
    ['protective', '有没有让您放不下的人', '没有没有谁会在乎我', 'denied'],
  ] as const)('%s: %s → %s: %s', (item, question, answer, state) => {
    expect(shown(riskCall(...RAISED, `r ${question}`, `c ${answer}`), item)).toMatchObject({ state })
  })

  it('one breath, two items: the words that say more of one count for that one', () => {
    const call = riskCall(IDEATION, 'c 没有', 'r 喝酒没有身边有人吗', 'c 没喝就我一个')
    expect(shown(call, 'intoxicated')).toMatchObject({ state: 'denied' })
    expect(shown(call, 'alone')).toMatchObject({ state: 'affirmed' })
  })
})

describe('scales', () => {
  it.each([
    ['希望感零到一百打几分', '十分都不到', 'affirmed', { scale: 'hope', value: 10, max: 100, worse: 'low' }],
    ['希望感零到十您打几分', '七八分', 'denied', { scale: 'hope', value: 7, upTo: 8, max: 10 }],
    ['绝望的程度零到一百您打几分', '九十多', 'affirmed', { scale: 'despair', value: 90, worse: 'high' }],
  ])('%s → %s', (question, answer, state, rating) => {
    const reading = shown(riskCall(...RAISED, `r ${question}`, `c ${answer}`), 'hopelessness')
    expect(reading).toMatchObject({ state, ratings: [rating] })
  })

  it('the scale that the caller names counts, not the one that was asked', () => {
    const call = riskCall(...RAISED, 'r 希望感呢零到一百', 'c 我说的是绝望八十')
    expect(shown(call, 'hopelessness')).toMatchObject({
      state: 'affirmed',
      ratings: [{ scale: 'despair', value: 80, worse: 'high' }],
    })
  })

  it('a number without its scale decides nothing, and is kept as it was said', () => {
    const reading = shown(riskCall(...RAISED, 'r 希望感打几分', 'c 七分'), 'hopelessness')
    expect(reading).toMatchObject({ state: 'unanswered', ratings: [{ value: 7, max: 100 }] })
  })

  it('is asked at the beginning and again before the end: both values are kept', () => {
    const call = riskCall(
      ...RAISED,
      'r 这个念头零到一百有多强',
      'c 大概六七十',
      'r 说到这里现在这个念头零到一百还有多强',
      'c 三十吧',
    )
    expect(shown(call, 'intensity')?.ratings).toMatchObject([{ value: 60, upTo: 70 }, { value: 30 }])
  })
})
