import { describe, expect, test } from 'vitest'
import { ToldCall, wordsUnder } from './told-call.ts'

/** A call told as lines: `c` the caller, `r` the responder. */
function told(lines: readonly string[]): ToldCall {
  const call = new ToldCall()
  for (const line of lines) {
    if (line.startsWith('c ')) call.caller(line.slice(2))
    else call.responder(line.slice(2))
  }
  return call
}

describe('a call that looks like one of the guide\u2019s kinds', () => {
  test.each([
    [
      'sexual_harassment',
      [
        'r 您好这里是心理援助热线',
        'c 我一个人在外地跑工程晚上睡不着',
        'r 常年在外挺不容易的',
        'c 你说话真好听你结婚了吧',
        'r 我个人的情况不在我们的交流范围里',
        'c 你们那个多不多你今天穿的什么',
        'r 如果您再这样我们就结束通话',
      ],
    ],
    [
      'abuse',
      [
        'r 您好心理援助热线',
        'c 可算接了我还以为你们死绝了',
        'r 让您久等了很抱歉',
        'c 你少来你懂个屁',
        'r 请您先不要骂人我们好好说',
        'c 我偏骂一群神经病',
      ],
    ],
    [
      'psychosis',
      ['r 您好', 'c 我家楼上那个女的用意念控制我', 'r 您晚上睡得好吗', 'c 她通过插座监视我我把插座全堵上了'],
    ],
    [
      'third_party',
      [
        'r 您好',
        'c 您好我想给我闺女问一下她十五了最近老拿刀片划自己胳膊',
        'r 您是妈妈对吧',
        'c 对她不肯跟我说话',
        'r 她现在在家吗',
      ],
    ],
    ['minor', ['r 你好', 'c 我们班有个男的老欺负我', 'r 你多大了', 'c 十三初一的']],
    [
      'chat',
      [
        'r 您好心理援助热线',
        'c 你好啊我刚听完单田芳的评书你听过没',
        'r 没有听过您今天打来有什么心事吗',
        'c 没心事我跟你说那里头的徐良厉害着呢',
        'r 嗯',
        'c 你们那儿下雪了没',
        'r 没有下那您最近心里有没有什么难处',
        'c 没难处',
        'r 我们这条线是给心里有困扰的人打的',
        'c 知道知道我再给你讲一段',
      ],
    ],
    ['repeat', ['r 您好', 'c 又是我还是那个厂里赔钱的事', 'r 您这个星期打来第七次了', 'c 嗯']],
    ['public_danger', ['r 您好', 'c 我买了汽油我要去厂里放火烧死他们', 'r 您先说说怎么了']],
    ['infectious', ['r 您好', 'c 我得了艾滋病我要报复我故意不告诉他们', 'r 您说']],
    [
      'information',
      [
        'r 您好',
        'c 我就问一下你们那儿心理科怎么挂号',
        'r 可以在网上挂',
        'c 请问星期六门诊几点上班',
        'r 八点',
      ],
    ],
  ])('%s', (kind, lines) => {
    const call = told(lines)
    expect(call.suggested).toEqual([kind])
    const [suggestion] = call.all('special.suggested')
    if (!suggestion) throw new Error('nothing suggested')
    expect(wordsUnder(call, suggestion)).not.toContain('not in the transcript')
  })

  test('is known again by its sound, which counts for less', () => {
    const call = told(['c 全村人都只道我想什么'])
    expect(call.suggested).toEqual([])
    call.responder('我没太听懂您再说说')
    expect(call.suggested).toEqual(['psychosis'])
  })

  test('what fits a suggested kind does not suggest another', () => {
    const call = told([
      'c 你穿的什么裙子叫我一声宝贝',
      'r 我们谈谈您的事',
      'c 你一个人住吗你有没有男朋友',
      'r 我们这条线是给心里有困扰的人打的',
      'c 就想找人聊聊嘛',
      'r 我们这里主要是帮助心里有难处的朋友',
      'c 你老家是哪的呀',
      'r 没法一直陪您聊',
      'c 没事就想跟你聊聊天',
    ])
    expect(call.suggested).toEqual(['sexual_harassment'])
  })

  test('where the parties cannot be told apart it takes more, not less', () => {
    const split = new ToldCall().caller('你是废物').caller('你是骗子')
    const mixed = new ToldCall({ legs: ['mixed'] }).mixed('你是废物').mixed('你是骗子')
    expect(split.suggested).toEqual(['abuse'])
    expect(mixed.suggested).toEqual([])
    expect(mixed.mixed('你是垃圾').suggested).toEqual(['abuse'])
  })
})

describe('a call that does not', () => {
  test.each([
    [
      'real sexual distress, ashamed of it',
      [
        'c 老师我有个很难开口的问题',
        'r 没关系慢慢说',
        'c 我总是控制不住自己看那种片子每天都要自慰好几次',
        'r 这给您的生活带来什么影响',
        'c 觉得自己很脏不敢跟人说',
        'r 您愿意说出来很不容易',
        'c 你会不会觉得我恶心啊',
      ],
    ],
    [
      'worry about function in a marriage',
      [
        'c 有没有男的老师跟女的我有点开不了口',
        'r 愿意的话先说说看',
        'c 结婚五个月跟我老婆一次都没成一到那个时候就不行',
        'r 您愿意说不容易',
        'c 男科查过说没毛病让我来看心理你没在笑吧',
      ],
    ],
    [
      'somebody who was harassed and quotes it',
      [
        'c 我被我们领导骚扰了他老给我发那种微信',
        'r 您愿意说说吗',
        'c 他问我穿什么颜色的内衣还让我叫他哥哥',
        'r 听着就很不舒服',
        'c 他说你声音好听叫一声给我听听',
        'r 您当时怎么处理的',
        'c 我没回他',
      ],
    ],
    [
      'swearing about others',
      [
        'c 我气死了我那个王八蛋老板又扣我钱',
        'r 您很生气',
        'c 他就是个废物垃圾我跟他说你算什么东西',
        'r 您当时很愤怒',
        'c 他妈的一家都不是东西你说气不气人',
      ],
    ],
    [
      'insults that others said',
      [
        'c 我爸天天骂我废物说你怎么不去死',
        'r 听到这样的话很痛',
        'c 他说你就是个垃圾滚出去',
        'r 您当时怎么做的',
        'c 我就闭嘴不说话',
      ],
    ],
    ['who despises himself', ['c 我觉得我就是个废物', 'r 为什么这么说', 'c 我脑子有病我就是个垃圾']],
    [
      'anger that is taken back',
      ['c 你们这电话怎么这么难打', 'r 让您久等了', 'c 唉不是怪你我就是心里堵', 'r 您说', 'c 我被骗了二十万'],
    ],
    [
      'a number that called once before',
      ['c 我上个月打过一次', 'r 欢迎您再打来', 'c 上次那位老师教我的方法管用'],
    ],
    [
      'stalked by a former partner',
      ['c 我前男友一直跟踪我在我车上装了定位', 'r 您报警了吗', 'c 报了警察说没证据我天天害怕'],
    ],
    [
      'afraid of being talked about',
      ['c 我总觉得同学都在背后说我坏话', 'r 您很难受', 'c 一进教室就觉得大家都看我'],
    ],
    [
      'a figure of speech',
      ['c 我快被我领导逼成精神病了', 'r 压力很大', 'c 天天监控我们上班我都要精神分裂了'],
    ],
    ['tinnitus', ['c 我耳朵里一直嗡嗡响有声音睡不着', 'r 去看过医生吗', 'c 耳鼻喉科说是耳鸣']],
    [
      'a marriage of one\u2019s own',
      [
        'c 我想问问我老公是不是不爱我了',
        'r 发生了什么',
        'c 他天天不回家我一个人带孩子快撑不住了',
        'r 您很累',
        'c 我睡不着老哭',
      ],
    ],
    ['grief', ['c 我妈上个月走了我放不下', 'r 您很想她', 'c 她住院的时候我没陪着']],
    [
      'loneliness that begins like a chat',
      [
        'c 没什么事就是想找人说说话',
        'r 好您说',
        'c 最近一个人老睡不着',
        'r 睡不着有多久了',
        'c 自从我老伴走了以后家里静得很',
        'r 您很孤单',
        'c 有时候觉得活着没意思',
        'r 我听到了',
        'c 一个人吃饭都没滋味',
      ],
    ],
    ['a student of nineteen', ['c 我们宿舍的人孤立我', 'r 多大了', 'c 十九大二']],
    ['who was a child then', ['c 我初二那年被人欺负过现在还做噩梦', 'r 您今年多大', 'c 三十二了']],
    ['years that are no age', ['c 我结婚十六年了', 'r 您多大', 'c 四十一']],
    ['who speaks of pupils', ['c 我带初三的最近天天失眠', 'r 您是老师', 'c 嗯四十五个孩子我带不动了']],
  ])('%s', (_, lines) => {
    expect(told(lines).suggested).toEqual([])
  })

  test('somebody else\u2019s illness is that somebody\u2019s', () => {
    const call = told([
      'c 我弟弟得了精神分裂症总说有人要害他',
      'r 您是他姐姐',
      'c 对他说邻居往他饭里下毒不肯吃药',
      'r 您很担心他',
    ])
    expect(call.suggested).toEqual(['third_party'])
  })

  test('a mother\u2019s child is no caller under age', () => {
    const call = told(['c 我家孩子上初三了十五岁天天玩手机', 'r 孩子多大', 'c 十五'])
    expect(call.suggested).not.toContain('minor')
  })
})

describe('the suggestion of high risk', () => {
  test('rests on what is known of the risk, and fills in no level', () => {
    const call = new ToldCall()
      .caller('今晚就走')
      .item('plan', 'affirmed')
      .item('timing', 'affirmed')
      .until(4)
    expect(call.all('special.suggested')).toMatchObject([
      { special: 'high_risk', source: { rule: 'risk' }, evidence: [{ segmentId: 'c1' }] },
    ])
  })

  test('does not rest on thoughts alone', () => {
    expect(new ToldCall().caller('不想活了').item('ideation', 'affirmed').until(4).suggested).toEqual([])
  })
})

describe('out of order', () => {
  const abuse = ['你们就是一群废物', '闭嘴你算老几', '你懂个屁我要投诉你']
  test('segments that come late count where they were spoken', () => {
    const call = new ToldCall().until(10)
    for (const [i, text] of abuse.entries()) {
      const startMs = 9000 - i * 3000
      call.append({
        kind: 'transcript.final',
        role: 'caller',
        segmentId: `c${i + 1}`,
        ...{ startMs, endMs: startMs + 1000, text },
      })
    }
    expect(call.suggested).toEqual(['abuse'])
  })

  test('empty and enormous segments do no harm', () => {
    const call = new ToldCall().caller('').caller('啊'.repeat(4000)).caller('？！').responder('')
    expect(call.suggested).toEqual([])
  })
})
