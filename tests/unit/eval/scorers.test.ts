import { describe, expect, test } from 'vitest'
import type { LabelledCall } from '../../../eval/labels/labelled-call.ts'
import type { Dataset } from '../../../eval/labels/load-dataset.ts'
import { runSuites } from '../../../eval/run-suites.ts'
import type { Solver } from '../../../eval/solvers/solver.ts'
import { SUITES } from '../../../eval/suites/registry.ts'
import { CALLS, callOf, datasetOf } from './labelled.ts'
import { blind, perfect } from './planted.ts'

/** The values of a suite's figures. */
async function figures(name: string, solver: Solver, dataset: Dataset): Promise<Record<string, number>> {
  const suites = SUITES.filter((suite) => suite.name === name)
  const { suites: results } = await runSuites(suites, dataset, solver, { data: 'planted', jobs: 2 })
  return Object.fromEntries(
    Object.entries(results[0]?.metrics ?? {}).map(([metric, { value }]) => [metric, value]),
  )
}

const set = datasetOf({ calls: CALLS })
const knowing = perfect(CALLS)

describe('a system that knows every label', () => {
  test.each(['risk', 'redaction', 'special', 'guidance', 'ticket'])('is perfect in %s', async (name) => {
    const suite = SUITES.find((one) => one.name === name)
    const got = await figures(name, knowing, set)
    expect(Object.keys(got).length).toBeGreaterThan(3)
    for (const { name: metric, better } of suite?.metrics ?? []) {
      if (!(metric in got) || metric.startsWith('firstTurn')) continue
      expect([metric, got[metric]]).toEqual([metric, better === 'higher' ? 1 : 0])
    }
  })

  test('leaves nothing out of a summary', async () => {
    expect(await figures('summary', knowing, set)).toEqual({
      omissions: 0,
      'omissions.danger': 0,
      support: 1,
    })
  })
})

describe('a system that sees nothing', () => {
  test('reassures falsely in each call with danger, and is right only where nothing was', async () => {
    const got = await figures('risk', blind, set)
    expect(got).toMatchObject({ falseReassurance: 1, 'recall.ideation': 0, falseAlarm: 0, 'asked.recall': 0 })
    // Five classes are labelled; "open" everywhere is right in one of them.
    expect(got['answer.accuracy']).toBeCloseTo(1 / 5)
    expect(got).not.toHaveProperty('precision.ideation')
  })

  test('leaks everything', async () => {
    expect(await figures('redaction', blind, set)).toMatchObject({
      'recall.all': 0,
      leakedCalls: 2 / 4,
      overRedaction: 0,
    })
  })

  test('is 0 elsewhere', async () => {
    expect(await figures('special', blind, set)).toMatchObject({ 'f1.macro': 0, 'recall.silent': 0 })
    expect(await figures('ticket', blind, set)).toMatchObject({ recall: 0, absentFilled: 0 })
    expect(await figures('guidance', blind, set)).toMatchObject({ recall: 0 })
    expect(await figures('summary', blind, set)).toMatchObject({ omissions: 1, 'omissions.danger': 1 })
  })

  test('is no system: a suite whose solver is not there is unscored', async () => {
    const { suites } = await runSuites(SUITES, set, { name: 'nothing' }, { data: 'planted', jobs: 1 })
    expect(suites.map(({ unscored, metrics }) => [typeof unscored, metrics])).toEqual(
      SUITES.map(() => ['string', {}]),
    )
  })
})

describe('shifted spans', () => {
  const shifted = (by: number): Solver => ({
    name: 'shifted',
    async redact(turns) {
      const spans = await knowing.redact(turns)
      return spans.map((list) =>
        list.map((span) => ({ ...span, start: span.start + by, end: span.end + by })),
      )
    },
  })

  test('cover nothing whole, though they overlap: one character is a leak', async () => {
    const got = await figures('redaction', shifted(1), set)
    expect(got).toMatchObject({ 'recall.all': 0, leakedCalls: 2 / 4 })
    // One character behind each of the three spans is redacted needlessly, of all that are not personal.
    const harmless =
      CALLS.flatMap(({ turns }) => turns).reduce((n, { text }) => n + text.length, 0) - 1 - 11 - 5
    expect(got.overRedaction).toBeCloseTo(3 / harmless)
  })

  test('redacting all is full recall, and shown as what it costs', async () => {
    const everything: Solver = {
      name: 'everything',
      redact: async (turns) =>
        turns.map(({ text }) => [{ start: 0, end: text.length, type: 'other', confidence: 1 }]),
    }
    expect(await figures('redaction', everything, set)).toMatchObject({
      'recall.all': 1,
      leakedCalls: 0,
      overRedaction: 1,
    })
  })
})

describe('turns that are off', () => {
  const late = (by: number): Solver => ({
    name: 'late',
    async risk(call) {
      const { own, thirdParty } = await knowing.risk(call)
      const moved = Object.entries(own).map(([item, one]) => [
        item,
        { ...one, asked: one.asked.map((t) => t + by), evidence: one.evidence.map((t) => t + by) },
      ])
      return { own: Object.fromEntries(moved), thirdParty }
    },
    async guidance(call) {
      const reading = await knowing.guidance(call)
      return {
        ...reading,
        greeting: reading.greeting === null ? null : reading.greeting + by,
        steps: reading.steps.map((t) => t + by),
      }
    },
    async ticket(call) {
      const fields = await knowing.ticket(call)
      return Object.fromEntries(
        Object.entries(fields).map(([field, list]) => [
          field,
          list.map((one) => ({
            ...one,
            evidence: one.evidence.map(({ turn, quote }) => ({ turn: turn + by, quote })),
          })),
        ]),
      )
    },
  })

  test('by one are taken for the same', async () => {
    expect(await figures('risk', late(1), set)).toMatchObject({
      'asked.recall': 1,
      'asked.precision': 1,
      evidence: 1,
    })
    expect(await figures('guidance', late(1), set)).toMatchObject({ recall: 1, precision: 1 })
  })

  test('by two are not', async () => {
    const got = await figures('risk', late(2), datasetOf({ calls: CALLS.slice(2) }))
    expect(got).toMatchObject({ 'asked.recall': 0, 'asked.precision': 0 })
    expect((await figures('guidance', late(2), datasetOf({ calls: CALLS.slice(2) }))).recall).toBe(0)
  })

  test('a quote that does not stand in its turn supports nothing', async () => {
    expect(await figures('ticket', late(1), set)).toMatchObject({ recall: 1, support: 0 })
  })
})

test('swapped speakers: the words of one party read as the other party’s are seen in the figures', async () => {
  // A system that takes every turn for the other party's asks where the caller answers and answers where it is asked.
  const swapped: Solver = {
    name: 'swapped',
    async risk(call) {
      const { own } = await knowing.risk(call)
      const other = (turns: readonly number[], role: string) =>
        turns.flatMap((t) => (call.turns[t]?.role === role ? [] : t + 3))
      return {
        own: Object.fromEntries(
          Object.entries(own).map(([item, one]) => [
            item,
            { ...one, asked: other(one.asked, 'caller'), evidence: other(one.evidence, 'responder') },
          ]),
        ),
        thirdParty: {},
      }
    },
  }
  const got = await figures('risk', swapped, set)
  expect(got['asked.recall']).toBeLessThan(1)
  expect(got.evidence).toBe(0)
})

test('with a language model the same suites are scored again, under their own names', async () => {
  const got = await figures('llm', { name: 'rules', risk: blind.risk, withModel: knowing }, set)
  expect(got).toMatchObject({
    'risk.falseReassurance': 0,
    'special.f1.macro': 1,
    'ticket.recall': 1,
    'summary.support': 1,
  })
  expect(await figures('llm', { ...knowing }, set)).toEqual({})
})

describe('single rules of scoring', () => {
  const asked = (answer: string, ...evidence: number[]) =>
    ({ risk: { ideation: { asked: [0], answer, evidence } } }) as Partial<LabelledCall>
  const turns = ['R 想过不活吗', 'C 嗯']
  const showing = (state: 'open' | 'unanswered' | 'denied' | 'affirmed' | 'contradictory'): Solver => ({
    name: state,
    risk: async () => ({ own: { ideation: { asked: [0], state, evidence: [1] } }, thirdParty: {} }),
  })
  const scored = (label: Partial<LabelledCall>, solver: Solver) =>
    figures('risk', solver, datasetOf({ calls: [callOf(turns, label)] }))

  test.each([
    ['denied', 1],
    ['open', 1],
    ['unanswered', 0],
    ['affirmed', 0],
    ['contradictory', 0],
  ] as const)('a yes shown as %s reassures falsely: %i', async (state, expected) => {
    expect((await scored(asked('yes', 1), showing(state))).falseReassurance).toBe(expected)
  })

  test('what was taken back counts as present, and is found where it is shown as contradictory', async () => {
    expect(await scored(asked('retracted', 1), showing('contradictory'))).toMatchObject({
      'recall.ideation': 1,
      'precision.ideation': 1,
      'answer.accuracy': 1,
    })
    expect(await scored(asked('retracted', 1), showing('denied'))).toMatchObject({ falseReassurance: 1 })
  })

  test('an unclear answer shown as a denial is wrong, and is no false alarm either way', async () => {
    const got = await scored(asked('unclear', 1), showing('denied'))
    expect(got['answer.accuracy']).toBe(0)
    expect(got).not.toHaveProperty('falseAlarm')
  })

  test('what is only somebody else’s is a false alarm when shown as the caller’s', async () => {
    const label = { thirdPartyRisk: asked('yes', 1).risk } as Partial<LabelledCall>
    expect(await scored(label, showing('affirmed'))).toMatchObject({ falseAlarm: 1, 'thirdParty.asOwn': 1 })
  })

  test('a field that the dialogue does not support must stay empty', async () => {
    const filling: Solver = {
      name: 'filling',
      ticket: async () => ({ sex: [{ value: '男', evidence: [{ turn: 1, quote: '嗯' }], confidence: 1 }] }),
    }
    const got = await figures('ticket', filling, datasetOf({ calls: [callOf(turns)] }))
    expect(got['precision.sex']).toBe(0)
    expect(got.absentFilled).toBeCloseTo(1 / 19)
  })

  test('medicines, amounts and times are told apart where they are redacted', async () => {
    const call = callOf(['C 舍曲林一天两片'])
    const got = await figures(
      'redaction',
      { name: 'greedy', redact: async () => [[{ start: 0, end: 3, type: 'name', confidence: 1 }]] },
      datasetOf({ calls: [call] }),
    )
    // 舍曲林, 一天 and 两片 are clinical: three of seven characters are gone.
    expect(got).toMatchObject({ 'overRedaction.clinical': 3 / 7, overRedaction: 3 / 7 })
  })
})
