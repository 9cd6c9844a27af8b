import { describe, expect, test } from 'vitest'
import type { LoggedEvent } from '../../../server/call/call-event.ts'
import { MASKED_TEXT } from '../../../server/redaction/call-redaction.ts'
import { createDoor } from '../../../server/redaction/door.ts'
import type { Redacted } from '../../../server/redaction/redacted.ts'
import type { Findings, Redactor } from '../../../server/redaction/redactor.ts'
import type { PiiType } from '../../../server/redaction/span.ts'
import { ManualClock } from '../../manual-clock.ts'

let seq = 0
function final(text: string, role: 'caller' | 'responder' = 'caller'): LoggedEvent {
  seq++
  return {
    seq,
    event: {
      kind: 'transcript.final',
      atMs: 5,
      role,
      segmentId: `${role[0]}${seq}`,
      startMs: 0,
      endMs: 4,
      text,
    },
  }
}

const textOf = ({ event }: LoggedEvent) => (event.kind === 'transcript.final' ? event.text : null)

/** Finds the given words wherever they stand. */
function redactorOf(words: Record<string, PiiType>, before?: () => Promise<void>): Redactor {
  return {
    async findSpans({ texts }) {
      await before?.()
      const spans = texts.map((text) =>
        Object.entries(words)
          .filter(([word]) => text.includes(word))
          .map(([word, type]) => {
            const start = text.indexOf(word)
            return { start, end: start + word.length, type, score: 1, reason: 'test', item: word }
          })
          .sort((a, b) => a.start - b.start),
      )
      return { spans, openFrom: texts.length }
    },
    close: async () => {},
  }
}

function doorOf(redactor: Redactor) {
  const told: string[] = []
  const door = createDoor({
    redactor,
    clock: new ManualClock(),
    onDegraded: (reason) => told.push(reason),
    onRecovered: () => told.push('recovered'),
  })
  return { door, told }
}

describe('placeholders', () => {
  const words = {
    张伟: 'name',
    李娜: 'name',
    一三八零零一三八零零零: 'phone',
    幺三八零零幺三八洞洞洞: 'other',
  } as const

  test('the same person has the same index, on both legs', async () => {
    const call = doorOf(redactorOf(words)).door.forCall()
    expect(textOf(await call.pass(final('我叫张伟和李娜')))).toBe('我叫[姓名1]和[姓名2]')
    expect(textOf(await call.pass(final('李娜女士您好', 'responder')))).toBe('[姓名2]女士您好')
  })

  test('a number read back in another spoken form has the same index', async () => {
    const call = doorOf(redactorOf(words)).door.forCall()
    expect(textOf(await call.pass(final('是一三八零零一三八零零零')))).toBe('是[电话1]')
    expect(textOf(await call.pass(final('幺三八零零幺三八洞洞洞对吗', 'responder')))).toBe('[电话1]对吗')
  })

  test('calls do not share indexes', async () => {
    const { door } = doorOf(redactorOf(words))
    expect(textOf(await door.forCall().pass(final('张伟')))).toBe('[姓名1]')
    expect(textOf(await door.forCall().pass(final('李娜')))).toBe('[姓名1]')
  })

  test('a call that goes on after a restart does not use an index again', async () => {
    const stored = [final('我叫[姓名1]，她叫[姓名3]，电话[电话2]')]
    const call = doorOf(redactorOf(words)).door.forCall(stored)
    expect(textOf(await call.pass(final('张伟，一三八零零一三八零零零')))).toBe('[姓名4]，[电话3]')
  })
})

test('events without words come through as they are', async () => {
  const call = doorOf(redactorOf({})).door.forCall()
  const logged: LoggedEvent = {
    seq: 1,
    event: { kind: 'leg.left', atMs: 5, role: 'caller', reason: 'hangup' },
  }
  expect(await call.pass(logged)).toEqual(logged)
})

test('a partial is redacted too, and promises no stable characters', async () => {
  const call = doorOf(redactorOf({ 张伟: 'name' })).door.forCall()
  const { event } = await call.pass({
    seq: 1,
    event: {
      kind: 'transcript.partial',
      atMs: 5,
      role: 'caller',
      segmentId: 'c1',
      startMs: 0,
      endMs: 4,
      text: '我叫张伟',
      stableChars: 4,
    },
  })
  expect(event).toMatchObject({ text: '我叫[姓名1]', stableChars: 0 })
})

test('the event that went in is not changed', async () => {
  const logged = final('张伟')
  await doorOf(redactorOf({ 张伟: 'name' }))
    .door.forCall()
    .pass(logged)
  expect(textOf(logged)).toBe('张伟')
})

test('order is kept, and indexes follow it', async () => {
  const call = doorOf(redactorOf({ 张伟: 'name', 李娜: 'name' })).door.forCall()
  const done: (string | null)[] = []
  const events = [final('张伟'), final('李娜'), final('张伟再来')]
  events.push({ seq: 99, event: { kind: 'clock.tick', atMs: 9 } })
  await Promise.all(events.map((event) => call.pass(event).then((passed) => done.push(textOf(passed)))))
  expect(done).toEqual(['[姓名1]', '[姓名2]', '[姓名1]再来', null])
})

describe('when words cannot be searched', () => {
  const failing = (answers: Findings[]): Redactor => ({
    findSpans: async ({ texts }) => answers.shift() ?? { spans: texts.map(() => []), openFrom: texts.length },
    close: async () => {},
  })

  test('the text is masked whole, each loss is told, and so is the recovery', async () => {
    const { door, told } = doorOf(failing([{ failure: 'crashed' }, { failure: 'overloaded' }]))
    const call = door.forCall()
    expect(textOf(await call.pass(final('我叫张伟')))).toBe(MASKED_TEXT)
    expect(textOf(await call.pass(final('我叫张伟')))).toBe(MASKED_TEXT)
    expect(told).toEqual(['crashed', 'overloaded'])
    expect(textOf(await call.pass(final('你好')))).toBe('你好')
    await call.pass(final('你好'))
    expect(told).toEqual(['crashed', 'overloaded', 'recovered'])
  })
})

test('a plain event does not type-check where a redacted one is due', async () => {
  const stored: Redacted<LoggedEvent>[] = []
  const logged = final('张伟')
  // @ts-expect-error An event that did not pass the door has no brand.
  stored.push(logged)
  stored.push(await doorOf(redactorOf({})).door.forCall().pass(logged))
  expect(stored).toHaveLength(2)
})
