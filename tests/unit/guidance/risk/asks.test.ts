import { describe, expect, it } from 'vitest'
import { findAsks } from '../../../../server/guidance/risk/find-asks.ts'
import { hear, lexicon } from './risk-call.ts'

/** In a call in which thoughts of suicide came up. */
function asked(text: string): string[] {
  const context = { focus: 'caller', raised: true, scaled: false } as const
  return findAsks(lexicon, hear(text).text, 0, context).map(({ item }) => item)
}

describe('what the responder asks', () => {
  it.each([
    ['ideation', '你有没有过不想活的念头'],
    ['ideation', '这么难受的时候会不会想到结束这一切'],
    ['ideation', '姐我多嘴问一句你有没有往死里想过'],
    ['ideation', '心里这么苦有没有想过活着没意思'],
    ['ideation', '您说的解脱是什么样的解脱是不想活下去了吗'],
    ['ideation', '有没有哪一刻觉得还是走了干净'],
    ['ideation', '会不会有时候希望睡一觉就再也不用起来'],
    ['ideation', '我听你说想睡过去这个睡过去是想死的意思还是就是想休息'],
    ['ideation', '很多人在这种处境下会想到死亡您有没有'],
    ['ideation', '侬有没有想过勿要活了'],
    ['ideation', '你系咪谂过唔想做人'],
    ['ideation', '妹儿你有没得想过走那条路嘛'],
    ['ideation', '是不是动了轻身的念头'],
    ['ideation', '您这会儿有没有自沙的想法'],
    ['plan', '您有没有想过具体会怎么做'],
    ['plan', '那您是打算跳楼还是别的'],
    ['plan', '有没有写遗书或者安排后事'],
    ['plan', '只是一个念头还是有了计划'],
    ['timing', '日子定了吗'],
    ['timing', '大概是什么时候的打算'],
    ['means', '药一共攒了多少片'],
    ['means', '刀现在在您身边吗'],
    ['past_attempt', '您以前有没有尝试过自杀'],
    ['past_attempt', '过去有没有哪一次付诸行动'],
    ['past_attempt', '光是想还是动手做过什么'],
    ['relative_suicide', '亲戚里有人走过这条路吗'],
    ['relative_suicide', '您家里有人因为抑郁症自杀过吗'],
    ['self_harm', '难受的时候有没有打自己掐自己'],
    ['self_harm', '你手腕上那些是自己划的吗'],
    ['in_progress', '您现在有没有已经吃了药'],
    ['in_progress', '你现在是坐在窗台上还是站着'],
    ['harm_others', '你说要砍他是一时气话吗'],
    ['harm_others', '气成这样会不会想跟他拼命'],
    ['intoxicated', '您现在是喝了酒吗'],
    ['alone', '您身边现在有没有人陪着'],
    ['alone', '屋里就你自己'],
    ['alone', '同屋的人呢都在吗'],
    ['protective', '每次想到那一步是什么拦住了您'],
    ['protective', '心里还有没有放不下的人'],
    ['intensity', '这个想死的念头如果十分最强您打几分'],
    ['hopelessness', '您对未来还抱有希望吗'],
    ['hopelessness', '绝望的程度零到十您打几分'],
  ])('%s: %s', (item, text) => {
    expect(asked(text)).toContain(item)
  })

  it.each([
    ['two items in one question', '有没有喝酒身边有人吗', ['intoxicated', 'alone']],
    ['three of them', '您是准备礼拜四在家里自杀对不对', ['ideation', 'plan', 'timing']],
  ])('%s', (_, text, items) => {
    expect(asked(text)).toEqual(items)
  })

  it.each([
    ['an advice', '如果再有不想活的念头您就给我们打电话'],
    ['an advice', '您能答应我今天不伤害自己吗'],
    ['a summary', '今天我们谈了您想死的念头也谈了您的孩子'],
    ['a reflection', '您刚才说不想活了我听了很心疼'],
    ['an explanation', '自杀的念头就像感冒一样会来也会走'],
    ['a limit of confidentiality', '您说的我都会保密除非您有伤害自己或者别人的危险'],
    ['coaching for somebody else', '你可以直接跟她说你是不是不想活了'],
    ['another question', '您打算什么时候去医院'],
    ['another question', '那您觉得怎么做会让您好受一点'],
    ['another question', '您之前做过心理咨询吗'],
    ['another question', '您平时喝酒吗'],
    ['another question', '有谁可以过来陪您吗'],
    ['another question', '您希望我怎么帮您'],
    ['a game', '是游戏里的角色死了对吗'],
  ])('%s is no question of the assessment: %s', (_, text) => {
    expect(asked(text)).toEqual([])
  })

  it.each([
    ['您以前有没有尝试过自杀', 'past_attempt'],
    ['您家族里有没有自杀的亲人', 'relative_suicide'],
    ['这个想死的念头打几分', 'intensity'],
  ])('the test of another item asks only that: %s', (text, item) => {
    expect(asked(text)).toEqual([item])
  })

  it.each([
    ['她本人有没有跟您提过想死不想活这样的话', 'third_party'],
    ['您弟弟有没有说过不想活', 'third_party'],
    ['您自己呢有没有想过不如大家都不活了', 'caller'],
    ['阿姨我问一句有没有觉得日子不想过下去了', 'caller'],
  ] as const)('whose it is: %s', (text, whose) => {
    const context = { focus: 'caller', raised: false, scaled: false } as const
    expect(findAsks(lexicon, hear(text).text, 0, context)).toMatchObject([{ item: 'ideation', whose }])
  })

  it('a plan is asked about only once thoughts of suicide came up', () => {
    const context = { focus: 'caller', raised: false, scaled: false } as const
    expect(findAsks(lexicon, hear('那您打算用什么方式').text, 0, context)).toEqual([])
  })
})
