import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../server/audio/clock.ts'
import type { LoggedEvent } from '../../../server/call/call-event.ts'
import { createDoor } from '../../../server/redaction/door.ts'
import { type Redactor, startRedactor } from '../../../server/redaction/redactor.ts'
import { ManualClock } from '../../manual-clock.ts'

let redactor: Redactor
const only = (text: string) => ({ texts: [text], known: [] })
const nothing = { spans: [[]], openFrom: 1 }
afterEach(() => redactor.close())

describe('with the real recognisers', () => {
  test('finds names and numbers in the worker', async () => {
    redactor = await startRedactor({ clock: systemClock })
    const text = '我叫张伟，电话幺三八零零幺三八零零零'
    const findings = await redactor.findSpans({ texts: [text], known: [] })
    if (!('spans' in findings)) throw new Error('The worker did not answer')
    expect(findings.spans.flat().map(({ start, end, type }) => [text.slice(start, end), type])).toEqual([
      ['张伟', 'name'],
      ['幺三八零零幺三八零零零', 'phone'],
    ])
  })

  test('a call through the door: nothing personal, the same number read back, what matters kept', async () => {
    redactor = await startRedactor({ clock: systemClock })
    const call = createDoor({
      redactor,
      clock: systemClock,
      onDegraded: () => {},
      onRecovered: () => {},
    }).forCall()
    const said = [
      '您好，这里是心理援助热线，怎么称呼您',
      '我叫林晓雨，今年三十五岁',
      '方便留个电话吗',
      '幺三八，嗯，零零幺三，八零零零',
      '一三八零零一三八零零零，对吗，林晓雨女士',
      '对，我吃了二十片舍曲林',
      '身份证后四位三二一叉',
    ]
    const passed = await Promise.all(
      said.map((text, i) => {
        const span = { startMs: i, endMs: i + 1 }
        const event = {
          kind: 'transcript.final',
          atMs: i,
          role: 'mixed',
          segmentId: `m${i}`,
          ...span,
          text,
        } as const
        return call.pass({ seq: i + 1, event })
      }),
    )
    expect(
      passed.map(({ event }: LoggedEvent) => (event.kind === 'transcript.final' ? event.text : '')),
    ).toEqual([
      '您好，这里是心理援助热线，怎么称呼您',
      '我叫[姓名1]，今年三十五岁',
      '方便留个电话吗',
      '[电话1]，嗯，[电话1]',
      '[电话1]，对吗，[姓名1]女士',
      '对，我吃了二十片舍曲林',
      '身份证后四位[证件1]',
    ])
  })
})

describe('with a worker that breaks', () => {
  const worker = new URL('failing-worker.ts', import.meta.url)

  test.each(['crash', 'throw'])('only the text that breaks it is given up (%s)', async (text) => {
    redactor = await startRedactor({ clock: systemClock, worker })
    expect(
      await Promise.all(['a', text, 'b', text, 'c'].map((each) => redactor.findSpans(only(each)))),
    ).toEqual([nothing, { failure: 'crashed' }, nothing, { failure: 'crashed' }, nothing])
  })

  test('a text that takes too long is given up, and the next ones are searched', async () => {
    const clock = new ManualClock()
    redactor = await startRedactor({ clock, worker })
    const hanging = redactor.findSpans(only('hang'))
    const next = redactor.findSpans(only('a'))
    clock.advance(60_000)
    expect(await hanging).toEqual({ failure: 'overloaded' })
    expect(await next).toEqual(nothing)
  })

  test('what is pending when it closes is given up, and so is what comes later', async () => {
    redactor = await startRedactor({ clock: systemClock, worker })
    const pending = [redactor.findSpans(only('hang')), redactor.findSpans(only('a'))]
    await redactor.close()
    expect(await Promise.all(pending)).toEqual([{ failure: 'failed' }, { failure: 'failed' }])
    expect(await redactor.findSpans(only('a'))).toEqual({ failure: 'failed' })
  })

  test('a worker that cannot start is a start that fails', async () => {
    await expect(
      startRedactor({ clock: systemClock, worker: new URL('dead-worker.ts', import.meta.url) }),
    ).rejects.toThrow()
  })
})
