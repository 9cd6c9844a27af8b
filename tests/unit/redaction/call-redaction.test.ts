import { describe, expect, test } from 'vitest'
import type { LoggedEvent } from '../../../server/call/call-event.ts'
import { createDoor } from '../../../server/redaction/door.ts'
import type { CallWindow } from '../../../server/redaction/find-spans.ts'
import type { Redacted } from '../../../server/redaction/redacted.ts'
import type { Redactor } from '../../../server/redaction/redactor.ts'
import type { SegmentSpan } from '../../../server/redaction/span.ts'
import { ManualClock } from '../../manual-clock.ts'

/** Finds a word of the joined window, cut into its segments; digits at the very end leave their segment open. */
function finding(word: string, type: SegmentSpan['type'], score = 0.9): Redactor & { asked: CallWindow[] } {
  const asked: CallWindow[] = []
  return {
    asked,
    async findSpans(window) {
      asked.push(window)
      const joined = window.texts.join('')
      const start = joined.indexOf(word)
      let from = 0
      const spans = window.texts.map((text) => {
        const [low, high] = [Math.max(start, from), Math.min(start + word.length, from + text.length)]
        const span = { start: low - from, end: high - from, type, score, reason: 'test', item: word }
        from += text.length
        return start >= 0 && low < high ? [span] : []
      })
      const open = /[零一二三四五六七八九]$/.test(joined) && !joined.endsWith(word)
      return { spans, openFrom: open ? window.texts.length - 1 : window.texts.length }
    },
    close: async () => {},
  }
}

function callWith(redactor: Redactor) {
  const clock = new ManualClock()
  const corrections: Redacted<LoggedEvent>[] = []
  const door = createDoor({ redactor, clock, onDegraded: () => {}, onRecovered: () => {} })
  const call = door.forCall([], (corrected) => corrections.push(...corrected))
  const stored: string[] = []
  let seq = 0
  const pass = (event: LoggedEvent['event']) => {
    seq++
    return call.pass({ seq, event }).then(({ event: redacted }) => {
      stored.push('text' in redacted ? redacted.text : redacted.kind)
    })
  }
  const say = (text: string) =>
    pass({
      kind: 'transcript.final',
      atMs: seq,
      role: 'caller',
      segmentId: `c${seq + 1}`,
      startMs: 0,
      endMs: 1,
      text,
    })
  /** Lets everything that is due happen. */
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { clock, call, stored, corrections, pass, say, settle }
}

describe('words wait while they may go on', () => {
  test('a number in two pieces is stored as one item, in both segments', async () => {
    const { stored, say, settle } = callWith(finding('一三八零零一', 'phone'))
    const first = say('电话一三八')
    await settle()
    expect(stored).toEqual([])
    await Promise.all([first, say('零零一')])
    expect(stored).toEqual(['电话[电话1]', '[电话1]'])
  })

  test('three seconds at most, by the clock', async () => {
    const { stored, say, settle, clock } = callWith(finding('一三八零零一', 'phone'))
    void say('电话一三八')
    await settle()
    clock.advance(2_999)
    await settle()
    expect(stored).toEqual([])
    clock.advance(1)
    await settle()
    expect(stored).toEqual(['电话一三八'])
  })

  test('what comes behind them waits with them, so that order is kept', async () => {
    const { stored, say, pass, settle, clock } = callWith(finding('一三八零零一', 'phone'))
    void say('电话一三八')
    void pass({ kind: 'clock.tick', atMs: 9 })
    await settle()
    expect(stored).toEqual([])
    clock.advance(3_000)
    await settle()
    expect(stored).toEqual(['电话一三八', 'clock.tick'])
  })

  test('the end of the call lets them go', async () => {
    const { stored, say, pass } = callWith(finding('一三八零零一', 'phone'))
    await Promise.all([say('电话一三八'), pass({ kind: 'call.ended', atMs: 9, reason: 'left' })])
    expect(stored).toEqual(['电话一三八', 'call.ended'])
  })
})

describe('what was let through and turns out to be personal', () => {
  test('is told again, redacted, with where', async () => {
    const { stored, say, corrections, settle, clock } = callWith(finding('一三八零零一', 'phone'))
    void say('电话一三八')
    await settle()
    clock.advance(3_000)
    await settle()
    await say('零零一')
    expect(stored).toEqual(['电话一三八', '[电话1]'])
    expect(corrections.map(({ seq, event }) => [seq, event])).toEqual([
      [1, expect.objectContaining({ text: '电话[电话1]', redactions: [{ start: 2, end: 7, was: 3 }] })],
    ])
  })

  test('a sure item is looked for in words outside the window too', async () => {
    const redactor = finding('沈佳慧', 'name')
    let blind = true
    const late: Redactor = {
      findSpans: async (window) =>
        blind
          ? { spans: window.texts.map(() => []), openFrom: window.texts.length }
          : redactor.findSpans({ ...window, texts: window.texts.slice(-1) }).then((found) =>
              'spans' in found
                ? {
                    spans: [...window.texts.slice(1).map(() => []), ...found.spans],
                    openFrom: window.texts.length,
                  }
                : found,
            ),
      close: async () => {},
    }
    const { say, corrections } = callWith(late)
    await say('沈佳慧没接电话')
    for (let i = 0; i < 10; i++) await say('嗯')
    blind = false
    await say('我女儿沈佳慧')
    expect(corrections.map(({ seq, event }) => [seq, 'text' in event && event.text])).toEqual([
      [1, '[姓名1]没接电话'],
    ])
  })

  test('an unsure item is not', async () => {
    const { say, corrections } = callWith(finding('高兴', 'name', 0.5))
    await say('我很高')
    for (let i = 0; i < 10; i++) await say('嗯')
    await say('高兴')
    expect(corrections).toEqual([])
  })
})

test('what was found is known to the next search', async () => {
  const redactor = finding('沈佳慧', 'name')
  const { say } = callWith(redactor)
  await say('我叫沈佳慧')
  await say('嗯')
  expect(redactor.asked.at(-1)?.known).toEqual([{ type: 'name', words: '沈佳慧' }])
})

test('the window slides: eight segments are searched together', async () => {
  const redactor = finding('没有', 'name')
  const { say } = callWith(redactor)
  for (let i = 0; i < 12; i++) await say(`第${i}句`)
  expect(redactor.asked.at(-1)?.texts).toEqual(Array.from({ length: 8 }, (_, i) => `第${i + 4}句`))
})
