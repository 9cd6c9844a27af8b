import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openCallLog } from '../../../server/store/open-call-log.ts'
import { asRedacted } from './as-redacted.ts'
import { spoken } from './made-up-events.ts'

// Run as a process of its own: goes on with the calls that are open, or begins some, and appends to all of them at
// once until it is killed. Prints `<call> <seq>` for each append that was acknowledged.

const CALLS = 3
const { log, refHash } = await openCallLog(JSON.parse(process.argv[2] ?? ''))
let calls = await log.openCalls()
if (calls.length === 0) {
  const startedAt = new Date()
  await Promise.all(
    Array.from({ length: CALLS }, (_, i) =>
      log.open({ callId: randomUUID(), refHash: refHash(`${i}`), startedAt }),
    ),
  )
  calls = await log.openCalls()
}

await Promise.all(
  calls.map(async ({ callId, lastSeq }) => {
    for (let seq = lastSeq + 1; ; seq += 3) {
      await log.append(callId, asRedacted(spoken(seq), spoken(seq + 1), spoken(seq + 2)))
      writeSync(1, `${callId} ${seq + 2}\n`)
    }
  }),
)
