import { LabelledCall } from '../../../eval/labels/labelled-call.ts'
import type { Dataset } from '../../../eval/labels/load-dataset.ts'
import { readMarkedCall } from '../../../eval/labels/marked-call.ts'

/** A small set that touches every scorer. The people in it are made up. */
const MARKED = [
  `id: t1
split: dev
special: [repeat]
callsThisWeek: 6
risk: { ideation: yes, plan: no, past_attempt: volunteered_yes, alone: not_asked }
thirdPartyRisk: { self_harm: yes }
ticket: { caller_is: 本人, sex: 女, age: 35, region: 四川成都, other_topics: [睡眠, 人际], actions: { 转介: 同意, 倾听疏导: 已做 } }
tags: [risk/indirect, dialect/sichuan]
---
R 您好这里是心理援助热线 #greeting
C 我姓{周|name}我在成都今年三十五我是女的 #ticket.region #ticket.age #ticket.sex #ticket.caller_is
R 电话是多少
C {幺三八零零幺三八零零零|phone}我睡不着跟同事也处不好 #ticket.other_topics=睡眠 #ticket.other_topics=人际
R 这么难受的时候有没有觉得活着没意思 #ask.ideation
C 有时候想一觉睡过去前年也试过一回 #ideation #past_attempt
R 想过具体怎么做吗 #ask.plan #ticket.actions=倾听疏导
C 没有我妹妹倒是划过自己 #plan #third.self_harm
R 您妹妹划过是吗 #third.ask.self_harm
C 嗯
R 我建议您去看看医生您愿意吗今天我们说了睡眠和工作 #summary #ticket.actions=转介 #step
C 愿意`,
  `id: t2
split: test
special: [silent]
risk: { ideation: retracted, in_progress: volunteered_yes }
ticket: { caller_is: 本人 }
tags: [recogniser-errors]
---
R 您好 #greeting #step
~ silence caller 40
C 我站在{花园路八号|address}楼顶 #in_progress #ticket.caller_is
R 您是想结束生命吗 #ask.ideation
C 想 #ideation
C 不是我乱讲的 #ideation
R 您现在安全吗 #step`,
  `id: t3
split: dev
risk: { ideation: no }
ticket: { caller_is: 家属 }
---
R 您好 #greeting
C 我累死了我给我儿子打的 #ticket.caller_is
R 有没有想过不活了 #ask.ideation
C 没有没有 #ideation`,
  `id: t4
split: dev
risk: { ideation: unclear }
ticket: {}
---
R 您有过轻生的念头吗 #ask.ideation
C 说这个干嘛 #ideation`,
]

export const CALLS: readonly LabelledCall[] = MARKED.map((text, i) => readMarkedCall(`t${i + 1}.txt`, text))

export function datasetOf(parts: Partial<Dataset>): Dataset {
  return {
    folder: '.',
    calls: [],
    signalSentences: [],
    redactionSentences: [],
    clips: [],
    files: {},
    remarks: [],
    ...parts,
  }
}

/** A call with nothing in it but turns; labels as given. */
export function callOf(turns: readonly string[], labels: Partial<LabelledCall> = {}): LabelledCall {
  return LabelledCall.parse({
    id: 'x1',
    split: 'dev',
    origin: 'authored',
    turns: turns.map((line, i) => ({
      role: line.startsWith('R ') ? 'responder' : 'caller',
      start: 5 * i,
      end: 5 * i + 4,
      text: line.slice(2),
    })),
    ...labels,
  })
}
