import { describe, expect, test } from 'vitest'
import { failedGates, type Gates } from '../../../eval/gates.ts'
import type { RunLog } from '../../../eval/log/run-log.ts'
import { runSuites } from '../../../eval/run-suites.ts'
import type { Solver } from '../../../eval/solvers/solver.ts'
import { SUITES } from '../../../eval/suites/registry.ts'
import { CALLS, datasetOf } from './labelled.ts'
import { blind, perfect } from './planted.ts'

const redaction = SUITES.filter(({ name }) => name === 'redaction')
// Enough calls for a difference to be more than noise.
const calls = Array.from({ length: 12 }, (_, i) =>
  CALLS.map((call) => ({ ...call, id: `${call.id}-${i}` })),
).flat()
const run = (solver: Solver): Promise<RunLog> =>
  runSuites(redaction, datasetOf({ calls }), solver, { data: 'planted', jobs: 2 })

const gates = (changes: Partial<Gates>): Gates => ({ version: 1, bounds: {}, notWorse: {}, ...changes })

describe('a bound', () => {
  const bounds = { redaction: { 'recall.all': 0.9, leakedCalls: 0.1 } }

  test('passes what reaches it', async () => {
    expect(failedGates(gates({ bounds }), await run(perfect(CALLS)), SUITES, null)).toEqual([])
  })

  test('fails what falls below a floor or rises above a ceiling', async () => {
    expect(failedGates(gates({ bounds }), await run(blind), SUITES, null)).toEqual([
      'redaction recall.all is 0.000, below its gate 0.9',
      'redaction leakedCalls is 0.500, above its gate 0.1',
    ])
  })

  test('fails a figure that was not scored', async () => {
    expect(failedGates(gates({ bounds }), await run({ name: 'nothing' }), SUITES, null)).toEqual([
      'redaction recall.all was not scored (nothing redacts yet); its gate is 0.9',
      'redaction leakedCalls was not scored (nothing redacts yet); its gate is 0.1',
    ])
  })
})

describe('not worse than the baseline', () => {
  const notWorse = { redaction: ['recall.all', 'leakedCalls'] }

  test('passes the same, and the better', async () => {
    const [worse, better] = [await run(blind), await run(perfect(CALLS))]
    expect(failedGates(gates({ notWorse }), better, SUITES, better)).toEqual([])
    expect(failedGates(gates({ notWorse }), better, SUITES, worse)).toEqual([])
  })

  test('fails what is worse by more than the noise, and says by how much', async () => {
    const failed = failedGates(gates({ notWorse }), await run(blind), SUITES, await run(perfect(CALLS)))
    expect(failed[0]).toBe(
      'redaction recall.all is worse than the baseline by 1.000 (95 % interval 1.000 to 1.000, 48 cases)',
    )
    expect(failed[1]).toMatch(/^redaction leakedCalls is worse than the baseline by 0\.500 /)
  })

  test('lets one unlucky case of many pass', async () => {
    let first = true
    const knowing = perfect(CALLS)
    const unlucky: Solver = {
      name: 'unlucky',
      async redact(turns) {
        const spans = await knowing.redact(turns)
        if (!first || spans.every((list) => list.length === 0)) return spans
        first = false
        return spans.map(() => [])
      },
    }
    expect(failedGates(gates({ notWorse }), await run(unlucky), SUITES, await run(knowing))).toEqual([])
  })
})
