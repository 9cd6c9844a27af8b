import { describe, expect, it } from 'vitest'
import { openCallLog } from '../../../server/store/open-call-log.ts'
import { startChild } from './child-script.ts'
import { spoken } from './made-up-events.ts'
import { databases } from './test-databases.ts'

const KILLS = 4
const SEED = 20261122

for (const kind of databases) {
  describe.skipIf(kind.missing)(`kill -9 while calls are written, ${kind.name}`, () => {
    it('loses and doubles nothing that was acknowledged', async () => {
      await using database = await kind.create()
      const random = seededRandom(SEED)
      const acknowledged = new Map<string, number>()
      for (let kill = 0; kill < KILLS; kill++) {
        const child = startChild('append-until-killed.ts', database.options)
        const printed: string[] = []
        for (let left = 1 + Math.floor(random() * 150); left > 0; left--) {
          const line = await child.line()
          if (line === null) throw new Error('the child ended by itself')
          printed.push(line)
        }
        printed.push(...(await child.kill()))
        for (const line of printed) {
          const [callId = '', seq] = line.split(' ')
          acknowledged.set(callId, Number(seq))
        }

        const { log } = await openCallLog(database.options)
        const open = await log.openCalls()
        for (const { callId, lastSeq } of open) {
          const events = await log.read(callId)
          expect(events.length).toBeGreaterThanOrEqual(acknowledged.get(callId) ?? 0)
          expect(events).toEqual(events.map((_, i) => spoken(i + 1)))
          expect(lastSeq).toBe(events.length)
        }
        expect(open).toHaveLength(3)
        await log.close()
      }
      expect(acknowledged.size).toBe(3)
    }, 90_000)
  })
}

/** mulberry32 */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
