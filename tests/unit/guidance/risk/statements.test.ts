import { describe, expect, it } from 'vitest'
import { signalsOf } from '../../../../server/guidance/risk/signals.ts'
import { assessor, protocol, riskCall, shown } from './risk-call.ts'

const signals = (text: string) => Object.keys(signalsOf(assessor, protocol, text))

describe('what a caller says unasked', () => {
  it.each([
    ['ideation', '我真的不想活了'],
    ['ideation', '就想好好睡一觉明天早上别醒过来'],
    ['ideation', '想一睡不醒'],
    ['ideation', '没有我他们会过得更好'],
    ['ideation', '要是出门来辆车把我撞死就好了'],
    ['ideation', '遗书我已经写好了'],
    ['ideation', '后事都安排好了'],
    ['ideation', '我不想再拖累他们了'],
    ['ideation', '活起没得意思得很'],
    ['ideation', '额不想活咧你说啥都没用'],
    ['ideation', '我最近老有自沙的念头'],
    ['ideation', '我想死我爸妈也不管我'],
    ['plan', '我一直在想是从高处还是用药哪个都行'],
    ['means', '吃药吧我想死家里安眠要攒了一瓶'],
    ['in_progress', '药我都吃了电话打完我就关机'],
    ['in_progress', '我在楼顶边上坐着下面人好小'],
    ['harm_others', '刀都放包里了今晚就去找他'],
    ['self_harm', '一难受我就拿刀片划自己胳膊'],
    ['past_attempt', '前年吃过一回药洗了胃救回来的'],
    ['intoxicated', '今晚喝了差不多一斤白的'],
  ])('%s: %s', (item, text) => {
    expect(signals(text)).toContain(item)
  })

  it.each([
    ['an idiom', '今天上班累死了笑死我了'],
    ['an idiom', '想死你们家那个食堂的红烧肉了'],
    ['an idiom', '孩子作业写到十一点快把我气死了'],
    ['a denial', '我不是要自杀的你别紧张'],
    ['a denial', '要说想死那不至于'],
    ['the past', '那是五年前的事了当时是有过念头现在早没了'],
    ['fear of death', '我怕死怕得要命一想到死就睡不着'],
    ['fear of death', '过马路的时候就怕来辆车把我撞了'],
    ['a third person', '我儿子说他不想活了'],
    ['a third person', '她一吵架就说要去死吓唬我'],
    ['a third person', '楼上那老太太老跟我念叨不想活了'],
    ['a quotation', '有一题问想不想死这个怎么给学生解释'],
    ['a game', '打排位队友不想活了一直送人头'],
    ['a song', '那首歌里唱活着就是受罪我听得鸡皮疙瘩都起来了'],
    ['grief', '我奶奶走了四十九天我还是一进门就喊她'],
    ['a medicine', '我每晚都要吃安眠药才能入睡'],
    ['a figure', '压力打九分吧主要是房贷'],
    ['anger', '气得我想掐死他他又把车位占了'],
    ['likeness of sound', '我想更好地了解自己'],
    ['likeness of sound', '我不像是那种人'],
  ])('%s says nothing of him: %s', (_, text) => {
    expect(signals(text)).toEqual([])
  })

  it('is a signal with its words, and the item is affirmed as volunteered', () => {
    const call = riskCall('r 您好请讲', 'c 我室友不在我不想活了真的')
    const [signal] = call.all('risk.signal')
    expect(signal).toMatchObject({ signal: 'ideation', items: ['ideation'], whose: 'caller' })
    expect(signal?.source).toMatchObject({ protocol: 'risk-assessment', version: protocol.version })
    const words = signal?.evidence.map(({ start, end }) => '我室友不在我不想活了真的'.slice(start, end))
    expect(words).toEqual(['不想活'])
    expect(shown(call, 'ideation')).toMatchObject({ state: 'affirmed', volunteered: true, asked: [] })
  })

  it('of somebody else fills nothing of the caller', () => {
    const call = riskCall('c 我是替我室友打的', 'c 她昨天晚上说她不想活了')
    expect(shown(call, 'ideation')).toBeUndefined()
    expect(shown(call, 'ideation', 'third_party')).toMatchObject({ state: 'affirmed' })
    expect(call.all('risk.signal')).toMatchObject([{ whose: 'third_party' }])
  })

  it('too weak for an item it still raises attention', () => {
    const call = riskCall('c 我快撑不下去了')
    expect(call.all('risk.signal')).toMatchObject([{ signal: 'ideation' }])
    expect(shown(call, 'ideation')).toBeUndefined()
  })
})
