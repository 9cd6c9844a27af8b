import { expect, test } from 'vitest'
import type { Observer } from '../../../../server/call/call-session.ts'
import { readHearing } from '../../../../server/guidance/lexicon/heard.ts'
import { stageObservers } from '../../../../server/guidance/stages/observers.ts'
import { ToldCall, wordsUnder } from '../special/told-call.ts'

const PROTOCOL = 'closing-after-ideation'
const observers = await stageObservers(await readHearing())
const call = () => new ToldCall({ observers }).responder('您好').caller('喂').responder('您说')
const opened = (told: ToldCall) => told.all('guidance.opened').filter(({ protocol }) => protocol === PROTOCOL)
const done = (told: ToldCall) =>
  told.all('guidance.step').flatMap(({ source, step }) => (source.protocol === PROTOCOL ? [step] : []))
const later = (told: ToldCall) => told.until(told.seconds + 2)

test('the steps before the end open once thoughts of suicide are known, once, with all that the guide asks', () => {
  const told = later(call().item('ideation', 'affirmed').item('plan', 'affirmed'))
  expect(opened(later(told))).toHaveLength(1)
  expect(opened(told)[0]?.items.map(({ item }) => item)).toEqual([
    'may-return',
    'warning-signs',
    'inner-resources',
    'outer-resources',
    'contacts',
    'institution',
    'follow-up',
  ])
})

test('two items that one line brings to light open them once', () => {
  const assessment: Observer = (_, event) =>
    event.kind === 'transcript.final' && event.role === 'caller'
      ? ['ideation', 'plan'].map((item) => ({
          kind: 'guidance.item',
          source: { protocol: 'risk-assessment', version: 1, rule: item },
          ...{ item, whose: 'caller', state: 'affirmed', volunteered: true, turned: null },
          ...{ asked: [], ratings: [], confidence: 0.9 },
          evidence: [{ segmentId: event.segmentId, start: 0, end: 2, says: 'yes' }],
        }))
      : []
  const told = new ToldCall({ observers: [assessment, ...observers] })
  told.responder('您好').responder('您说').responder('今晚有谁能过来陪您').caller('有计划了')
  expect(opened(later(told))).toHaveLength(1)
  expect(done(told)).toEqual(['outer-resources'])
})

test.each(['open', 'unanswered', 'denied'] as const)('they do not open while ideation is %s', (state) => {
  expect(opened(later(call().item('ideation', state)))).toEqual([])
})

test('an admission that is taken back opens them, and a later denial closes nothing', () => {
  const told = later(call().item('ideation', 'contradictory'))
  expect(opened(told)).toHaveLength(1)
  later(told.item('ideation', 'denied'))
  expect(told.state.guidance.protocols.some(({ protocol }) => protocol === PROTOCOL)).toBe(true)
})

test('what was done before they opened counts', () => {
  const told = call().responder('今晚有谁能过来陪您')
  expect(done(told)).toEqual([])
  later(told.caller('我姐').item('ideation', 'affirmed'))
  expect(done(told)).toEqual(['outer-resources'])
})

test.each([
  ['may-return', '这种想法过几天可能还会再来，来了不代表您就得照着做'],
  ['warning-signs', '您自己觉得有什么苗头说明又要撑不住了'],
  ['inner-resources', '那时候您是靠什么熬过来的'],
  ['contacts', '您拿张纸把姐姐的号码写下来放枕头边'],
  ['institution', '明天去精神卫生中心挂个号'],
  ['follow-up', '明天下午我们给您打个电话，看看您怎么样，行吗'],
])('%s is heard in "%s", with the words', (step, words) => {
  const told = later(call().item('ideation', 'affirmed')).responder(words)
  expect(done(told)).toEqual([step])
  const noted = told.all('guidance.step').find((one) => one.source.protocol === PROTOCOL)
  if (!noted) throw new Error('not noted')
  expect(words).toContain(wordsUnder(told, noted)[0])
})

test.each(['我同事现在打给你哥让他过去', '以前看过精神科没有', '我先登记一下您的电话'])(
  'none of them is heard in "%s"',
  (words) => {
    expect(done(later(call().item('ideation', 'affirmed')).responder(words))).toEqual([])
  },
)
