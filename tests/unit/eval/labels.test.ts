import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BadData } from '../../../eval/labels/bad-data.ts'
import { loadDataset } from '../../../eval/labels/load-dataset.ts'
import { readMarkedCall, writeMarkedCall } from '../../../eval/labels/marked-call.ts'
import { CALLS, callOf } from './labelled.ts'

describe('a marked call', () => {
  test('is read with spans, evidence and times', () => {
    expect(CALLS[0]).toMatchObject({
      id: 't1',
      pii: [
        { turn: 1, start: 2, end: 3, type: 'name' },
        { turn: 3, start: 0, end: 11, type: 'phone' },
      ],
      risk: {
        ideation: { asked: [4], answer: 'yes', evidence: [5] },
        past_attempt: { asked: [], answer: 'volunteered_yes', evidence: [5] },
        alone: { asked: [], answer: 'not_asked', evidence: [] },
      },
      ticket: { actions: [{ value: '转介', status: '同意', evidence: [10] }, { value: '倾听疏导' }] },
      guidance: { greeting: 0, summary: 10, steps: [10] },
    })
    expect(CALLS[1]?.sounds).toEqual([{ role: 'caller', kind: 'silence', start: 1.24, end: 41.24 }])
  })

  test.each(CALLS.map((call) => [call.id, call] as const))(
    '%s is written and read again as it was',
    (_, call) => {
      expect(readMarkedCall('again.txt', writeMarkedCall(call))).toEqual(call)
    },
  )

  test('holds any words, also those that look like marks', () => {
    const call = callOf(['C a{b|c}d #e \\ [1 2] 嗯', 'R #greeting'], {
      pii: [{ turn: 0, start: 1, end: 4, type: 'name' }],
    })
    expect(readMarkedCall('again.txt', writeMarkedCall(call))).toEqual(call)
  })

  const wrong = (text: string) => {
    try {
      readMarkedCall('call.txt', text)
    } catch (error) {
      return (error as BadData).message
    }
    return ''
  }
  test.each([
    ['id: a\nrisk: { ideation: yes }\n---\nR 想过吗\nC 想过', 'no line is labelled "#ask.ideation"'],
    [
      'id: a\nrisk: { ideation: not_asked }\n---\nR 想过吗 #ask.ideation',
      'but a line is labelled "#ask.ideation"',
    ],
    ['id: a\n---\nR 想过吗 #ask.ideation', 'the header says nothing of it'],
    ['id: a\nticket: { sex: 女 }\n---\nC 嗯', 'ticket.sex has no line labelled "#ticket.sex"'],
    ['id: a\n---\nC 我姓{周|nam}', 'call.txt: pii.0.type'],
    ['id: a\n---\nC 我姓{周', 'call.txt:3: a personal item has no "|type}"'],
    ['id: a\n---\nX 嗯', 'call.txt:3: is neither a turn'],
    ['id: a\n---\nC 嗯 #hallo', '"#hallo" is no label'],
    ['id: a\nlevel: severe\n---\nC 嗯', 'call.txt:2: level'],
    ['C 嗯', 'has no line "---"'],
  ])('is refused with the line: %s', (text, reason) => {
    expect(wrong(text)).toContain(reason)
  })
})

describe('labelled data', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'labelled-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const line = (changes: object = {}) => JSON.stringify({ ...callOf(['C 我姓周']), ...changes })
  const problemsOf = async (name: string, text: string) => {
    await writeFile(join(folder, name), text)
    const error = await loadDataset(join(folder, name)).catch((error: unknown) => error)
    return error instanceof BadData ? error.problems.map((p) => `${p.line}: ${p.reason}`) : []
  }

  test.each([
    ['broken JSON', `${line()}\n{"id": "b`, '2: is no JSON: '],
    [
      'a span outside the text',
      line({ pii: [{ turn: 0, start: 2, end: 4, type: 'name' }] }),
      '1: pii: 0: span [2, 4) lies outside the 3 characters of turn 0',
    ],
    [
      'a span of a turn that is not there',
      line({ pii: [{ turn: 1, start: 0, end: 1, type: 'name' }] }),
      '1: pii: 0: names turn 1, but the last turn is 0',
    ],
    [
      'an unknown kind of personal item',
      line({ pii: [{ turn: 0, start: 0, end: 1, type: 'face' }] }),
      '1: pii: 0: type: Invalid option',
    ],
    [
      'an unknown risk item',
      line({ risk: { ideas: { answer: 'yes', evidence: [0] } } }),
      '1: risk: Unrecognized key: "ideas"',
    ],
    [
      'an unknown answer',
      line({ risk: { plan: { answer: 'maybe', evidence: [0] } } }),
      '1: risk: plan: answer: ',
    ],
    [
      'evidence that is not there',
      line({ risk: { plan: { answer: 'yes', evidence: [4] } } }),
      '1: risk: plan: evidence: names turn 4',
    ],
    [
      'an unknown field',
      line({ ticket: { shoe: { value: '41' } } }),
      '1: ticket: shoe: is no field of the ticket',
    ],
    [
      'an unknown option',
      line({ ticket: { sex: { value: 'x' } } }),
      '1: ticket: sex: "x" is none of its options',
    ],
    ['missing audio', line({ audio: 'gone.flac' }), '1: names gone.flac, which is not there'],
    ['one id twice', `${line()}\n${line()}`, '2: has the id "x1" of '],
    ['an empty set', '\n', '0: holds no labelled call, sentence or clip'],
    ['a line of neither kind', '{"id":"a"}', '1: is neither a call'],
    [
      'a sentence with a span outside',
      '{"id":"a","text":"我","pii":[{"start":0,"end":2,"type":"name"}]}',
      '1: pii: 0: span [0, 2) lies outside',
    ],
  ])('is refused for %s', async (_, text, reason) => {
    expect((await problemsOf('calls.jsonl', text)).join('\n')).toContain(reason)
  })

  test('a manifest without its columns is refused', async () => {
    expect(await problemsOf('manifest.tsv', 'name\ttext\n')).toEqual([
      '1: the header line names no column "file" or "transcript"',
    ])
  })

  test('every problem is told, not only the first', async () => {
    expect(await problemsOf('calls.jsonl', `{\n${line({ split: 'train' })}\n[]`)).toHaveLength(3)
  })

  test('what the format does not know is passed over, aloud', async () => {
    await writeFile(join(folder, 'calls.jsonl'), line({ duration: 12 }))
    const { calls, remarks } = await loadDataset(join(folder, 'calls.jsonl'))
    expect([calls.length, remarks]).toEqual([
      1,
      ['calls.jsonl: "duration" is not of the format and was passed over'],
    ])
  })

  test('a path that is not there is refused', async () => {
    await expect(loadDataset(join(folder, 'nowhere'))).rejects.toThrow('cannot be read (ENOENT)')
  })
})
