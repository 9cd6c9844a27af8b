import { expect } from 'vitest'
import type { LegRate } from '../../../server/audio/leg.ts'
import type { Recognizer, RecognizerEvent, RecognizerStream } from '../../../server/speech/recognizer.ts'
import type { Turn } from './demo-turns.ts'

/** What a check is given: the recogniser under test and real turns at both line rates. */
export interface Subject {
  readonly recognizer: Recognizer
  readonly turns: Readonly<Record<LegRate, readonly Turn[]>>
}

export interface Check {
  readonly name: string
  run(subject: Subject): Promise<void>
}

function open({ recognizer }: Subject, turn: Turn, sampleRate: LegRate): RecognizerStream {
  return recognizer.open({ role: turn.role, sampleRate, hotwords: [], afterMs: turn.startMs })
}

async function collect(stream: RecognizerStream): Promise<RecognizerEvent[]> {
  const events: RecognizerEvent[] = []
  for await (const event of stream.events) {
    events.push(event)
    if (events.length > 1000) throw new Error('the events never end')
  }
  return events
}

async function recognize(subject: Subject, turn: Turn, sampleRate: LegRate): Promise<RecognizerEvent[]> {
  const stream = open(subject, turn, sampleRate)
  for (const frame of turn.frames) stream.push(frame)
  stream.flush()
  return collect(stream)
}

/** Characters that two texts share in order, as a part of the longer. */
function likeness(a: string, b: string): number {
  const words = (text: string) => [...text.replace(/[\p{P}\s]/gu, '')]
  const [x, y] = [words(a), words(b)]
  let row = new Array<number>(y.length + 1).fill(0)
  for (const char of x) {
    const next = [0]
    for (const [j, other] of y.entries())
      next.push(char === other ? (row[j] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0))
    row = next
  }
  return (row.at(-1) ?? 0) / Math.max(1, x.length, y.length)
}

function turnAt({ turns }: Subject, rate: LegRate, i: number): Turn {
  const turn = turns[rate][i]
  if (!turn) throw new Error(`the demo call has no turn ${i}`)
  return turn
}

/** What every recogniser must do. A list, so that it can also be run against one that does not. */
export const conformance: readonly Check[] = [
  ...([8000, 16000] as const).map((rate) => ({
    name: `hears the words of a turn at ${rate} Hz`,
    async run(subject: Subject) {
      const turn = turnAt(subject, rate, 8)
      const final = (await recognize(subject, turn, rate)).at(-1)
      expect(final?.kind).toBe('final')
      expect(likeness(final?.kind === 'final' ? final.text : '', turn.text)).toBeGreaterThan(0.8)
    },
  })),
  {
    name: 'answers a flush with exactly one final, and it is the last event',
    async run(subject) {
      const events = await recognize(subject, turnAt(subject, 8000, 10), 8000)
      expect(events.filter(({ kind }) => kind === 'final')).toHaveLength(1)
      expect(events.at(-1)?.kind).toBe('final')
    },
  },
  {
    name: 'counts no more stable characters than a partial has',
    async run(subject) {
      const turn = turnAt(subject, 8000, 1)
      const stream = open(subject, turn, 8000)
      const partials: RecognizerEvent[] = []
      const reading = (async () => {
        for await (const event of stream.events) if (event.kind === 'partial') partials.push(event)
      })()
      for (const frame of turn.frames) {
        stream.push(frame)
        await new Promise(setImmediate)
      }
      stream.flush()
      await reading
      expect(partials.length).toBeGreaterThan(0)
      for (const partial of partials)
        if (partial.kind === 'partial') {
          expect(partial.text).not.toBe('')
          expect(partial.stableChars).toBeLessThanOrEqual(partial.text.length)
        }
    },
  },
  {
    name: 'says nothing after it was closed',
    async run(subject) {
      const turn = turnAt(subject, 8000, 1)
      const stream = open(subject, turn, 8000)
      for (const frame of turn.frames) stream.push(frame)
      stream.close()
      expect(await collect(stream)).toEqual([])
    },
  },
  {
    name: 'keeps two legs apart that speak at the same time',
    async run(subject) {
      const [a, b] = [turnAt(subject, 8000, 6), turnAt(subject, 8000, 7)]
      const [left, right] = [open(subject, a, 8000), open(subject, b, 8000)]
      for (let i = 0; i < Math.max(a.frames.length, b.frames.length); i++) {
        const [x, y] = [a.frames[i], b.frames[i]]
        if (x) left.push(x)
        if (y) right.push(y)
      }
      left.flush()
      right.flush()
      const [first, second] = (await Promise.all([collect(left), collect(right)])).map((events) =>
        events.at(-1),
      )
      const text = (event: RecognizerEvent | undefined) => (event?.kind === 'final' ? event.text : '')
      expect(likeness(text(first), a.text)).toBeGreaterThan(0.7)
      expect(likeness(text(second), b.text)).toBeGreaterThan(0.7)
    },
  },
  {
    name: 'writes simplified characters and no half ones',
    async run(subject) {
      for (const i of [4, 9]) {
        const final = (await recognize(subject, turnAt(subject, 8000, i), 8000)).at(-1)
        expect(final?.kind === 'final' && final.text).not.toMatch(/[\uE000-\uF8FF\uFFFD說話謝這]/u)
      }
    },
  },
]
