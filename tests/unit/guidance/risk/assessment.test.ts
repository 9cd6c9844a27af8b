import { describe, expect, it } from 'vitest'
import { CallEvent } from '../../../../server/call/call-event.ts'
import { begin, fold } from '../../../../server/call/fold.ts'
import { ToldCall } from '../special/told-call.ts'
import { observer, riskCall, say, shown } from './risk-call.ts'

const IDEATION = 'r 有没有想过不想活了'

describe('the assessment in a call', () => {
  it('shows its questions, with wording and clause, from the first moment on', () => {
    const [opened] = riskCall().all('guidance.opened')
    expect(opened).toMatchObject({ protocol: 'risk-assessment', title: { zh: '自杀风险评估' } })
    expect(opened?.items.map(({ item }) => item)).toContain('ideation')
    for (const { ask, clause } of opened?.items ?? []) {
      expect(ask.length).toBeGreaterThan(0)
      expect(clause.text).not.toBe('')
    }
  })

  it('asked and not answered, then denied: each change is one event', () => {
    const call = riskCall('r 您好', 'c 你好', IDEATION, 'c 没有')
    expect(call.all('guidance.item').map(({ item, state }) => [item, state])).toEqual([
      ['ideation', 'unanswered'],
      ['ideation', 'denied'],
    ])
    say(call, 'r 嗯')
    say(call, 'c 我就是睡不着')
    expect(call.all('guidance.item')).toHaveLength(2)
  })

  it('a later admission overrides a denial, and says so', () => {
    const call = riskCall(IDEATION, 'c 没有', 'r 您再想想真的没有想过死吗', 'c 其实有的上礼拜就想过')
    expect(shown(call, 'ideation')).toMatchObject({
      state: 'affirmed',
      turned: 'admitted',
      evidence: [{ says: 'no' }, { says: 'yes' }],
    })
  })

  it('an admission that is taken back stays visible as contradictory', () => {
    const call = riskCall(IDEATION, 'c 想过天天想', 'r 那我得请同事一起帮您', 'c 刚才那话不算数我瞎说的')
    expect(shown(call, 'ideation')).toMatchObject({ state: 'contradictory', turned: 'taken-back' })
  })

  it('a denial of one question later does not undo an admission', () => {
    const call = riskCall(IDEATION, 'c 有昨天晚上还在想', 'r 现在还想死吗', 'c 现在没有了')
    expect(shown(call, 'ideation')).toMatchObject({ state: 'affirmed' })
  })

  it('words of anger that were not meant are a denial', () => {
    const call = riskCall('c 我真想杀了他们俩', 'r 您是气话还是真要去伤害他们', 'c 气话我哪敢')
    expect(shown(call, 'harm_others')).toMatchObject({ state: 'denied' })
  })

  it('a question finished in the next segment is heard, once', () => {
    const call = riskCall('r 那这种时候您有没有想过', 'r 不想活了', 'c 想过')
    expect(shown(call, 'ideation')).toMatchObject({ state: 'affirmed', asked: ['r2'] })
  })

  it('an answer over several segments, with backchannels in between', () => {
    const call = riskCall(IDEATION, 'c 这个嘛', 'r 嗯', 'c 怎么说呢', 'r 嗯嗯', 'c 有时候会想死了算了')
    expect(shown(call, 'ideation')).toMatchObject({ state: 'affirmed' })
  })

  it('an answer that comes after the responder went on counts where it says what it is about', () => {
    const call = riskCall(IDEATION, 'c 这个', 'r 没关系我们先说说您的睡眠', 'c 死倒是想过')
    expect(shown(call, 'ideation')).toMatchObject({ state: 'affirmed' })
  })

  it('a bare yes after the responder went on is no answer to it', () => {
    const call = riskCall(IDEATION, 'c 这个', 'r 您有医保吗', 'c 有')
    expect(shown(call, 'ideation')).toMatchObject({ state: 'unanswered' })
  })

  it('a silent caller\u2019s tapping counts as the responder reads it out', () => {
    const call = riskCall(
      'r 敲一下是有敲两下是没有',
      'r 这阵子有没有想过结束自己生命的念头',
      'r 我听见的是一下就是说有过',
      'r 具体怎么做想过吗',
      'r 两下没有好的',
    )
    expect(shown(call, 'ideation')).toMatchObject({ state: 'affirmed' })
    expect(shown(call, 'plan')).toMatchObject({ state: 'denied' })
  })

  it('the newest answer counts for who is there', () => {
    const call = riskCall(
      'r 身边有人吗',
      'c 没有就我自己',
      'r 好',
      'c 我妈回来了',
      'r 现在您旁边有人吗',
      'c 有我妈在',
    )
    expect(shown(call, 'alone')).toMatchObject({ state: 'denied' })
  })

  it('every piece of evidence lies within the words of its segment', () => {
    const call = riskCall(IDEATION, 'c 嗯，有 自 沙 的念头。', 'r 药现在在哪儿', 'c 安眠要，在桌上！')
    const readings = call.state.guidance.items
    expect(readings.length).toBeGreaterThan(1)
    for (const { segmentId, start, end } of readings.flatMap(({ evidence }) => evidence)) {
      const segment = call.state.segments.find((one) => one.segmentId === segmentId)
      expect(segment?.text.slice(start, end)).not.toBe('')
      expect(end).toBeLessThanOrEqual(segment?.text.length ?? 0)
      expect(start).toBeLessThan(end)
    }
  })

  it('the same call gives the same bytes, and its events make the same state', () => {
    const lines = [
      IDEATION,
      'c 想过',
      'r 具体怎么做',
      'c 药都攒好了',
      'r 身边有人吗',
      'c 就我一个',
      'c 我瞎说的',
    ]
    const [first, second] = [riskCall(...lines), riskCall(...lines)]
    expect(JSON.stringify(second.events)).toBe(JSON.stringify(first.events))
    for (const { event } of first.events) expect(CallEvent.parse(event)).toEqual(event)
    const [started, ...rest] = first.events.map(({ event }) => event)
    if (started?.kind !== 'call.started') throw new Error('no beginning')
    expect(rest.reduce(fold, begin(started)).guidance).toEqual(first.state.guidance)
  })
})

describe('bad input', () => {
  it('a question that is settled after its answer is still found', () => {
    const call = new ToldCall({ observers: [observer] })
    const final = (role: 'caller' | 'responder', segmentId: string, startMs: number, text: string) =>
      call.append({ kind: 'transcript.final', role, segmentId, startMs, endMs: startMs + 900, text })
    final('caller', 'c2', 3000, '有')
    expect(shown(call, 'ideation')).toBeUndefined()
    final('responder', 'r1', 1000, '有没有想过不想活了')
    expect(shown(call, 'ideation')).toMatchObject({ state: 'affirmed', asked: ['r1'] })
  })

  it.each([
    ['nothing', ''],
    ['no words', '。，！ … '],
    ['4,000 characters', '没有没有想过不想活了他说'.repeat(333)],
    ['another language', 'I do not want to live any more \u{1F622}\u{1F622}'],
    ['half a character', '想\ud83d死\udc00'],
  ])('%s from either speaker is no trouble', (_, text) => {
    const call = riskCall(IDEATION, 'c 想过')
    for (const role of ['caller', 'responder', 'mixed'] as const)
      call.append({
        kind: 'transcript.final',
        role,
        segmentId: `${role.charAt(0)}99`,
        startMs: 9e6,
        endMs: 9e6,
        text,
      })
    expect(['affirmed', 'contradictory']).toContain(shown(call, 'ideation')?.state)
  })

  it('overlapping segments: an echo of the question on the caller\u2019s leg is no answer', () => {
    const call = new ToldCall({ observers: [observer] })
    const text = '有没有想过不想活了'
    const at = { startMs: 1000, endMs: 3000, text }
    call.append({ kind: 'transcript.final', role: 'responder', segmentId: 'r1', ...at })
    call.append({ kind: 'transcript.final', role: 'caller', segmentId: 'c2', ...at, startMs: 1100 })
    expect(shown(call, 'ideation')).toMatchObject({ state: 'unanswered', evidence: [] })
  })

  it('where both speak on one channel nothing is denied, and what is said of oneself is not lost', () => {
    const call = riskCall('m 您有没有想过不想活了', 'm 没有', 'm 我不想活了真的')
    expect(shown(call, 'ideation')).toMatchObject({ state: 'affirmed', asked: ['m1'] })
    expect(shown(riskCall('m 您有没有想过不想活了', 'm 没有'), 'ideation')).toMatchObject({
      state: 'unanswered',
    })
  })

  it('words on the wrong leg that no responder says of himself are a signal, and close or open no item', () => {
    const call = riskCall('r 我真的不想活了')
    expect(call.all('risk.signal')).toMatchObject([{ signal: 'ideation', whose: 'caller' }])
    expect(call.state.guidance.items).toEqual([])
    expect(riskCall('r 您刚才说我不想活了对吗', 'r 她说我不想活了').all('risk.signal')).toEqual([])
  })

  it('after the service was away nothing is lost that was known before the words were redacted', () => {
    const call = riskCall(IDEATION, 'c 想过从长江大桥跳下去', 'r 以前有没有试过', 'c 没有')
    const redacted = call.events.map(({ event }) =>
      event.kind === 'transcript.final' && event.segmentId === 'c2' ? { ...event, text: '[地址1]' } : event,
    )
    const [started, ...rest] = redacted
    if (started?.kind !== 'call.started') throw new Error('no beginning')
    const resumed = { kind: 'call.resumed', atMs: 60_000, awayMs: 1000 } as const
    const state = [...rest, resumed].reduce(fold, begin(started))
    expect(observer(state, resumed)).toEqual([])

    const final = {
      kind: 'transcript.final',
      atMs: 61_000,
      role: 'caller',
      segmentId: 'c9',
      startMs: 60_000,
      endMs: 61_000,
      text: '我还在',
    } as const
    const after = fold(state, final)
    const written = observer(after, final).flatMap((event) => (event.kind === 'guidance.item' ? [event] : []))
    expect(written.find(({ item }) => item === 'ideation')).toMatchObject({ state: 'affirmed' })
    expect(
      written
        .flatMap(({ evidence }) => evidence)
        .filter(({ segmentId, end }) => segmentId === 'c2' && end > 5),
    ).toEqual([])
    const items = written.reduce((now, event) => fold(now, { ...event, atMs: 61_000 }), after).guidance.items
    expect(items.map(({ item, state }) => [item, state])).toEqual(
      expect.arrayContaining([
        ['ideation', 'affirmed'],
        ['plan', 'affirmed'],
        ['past_attempt', 'denied'],
      ]),
    )
  })
})
