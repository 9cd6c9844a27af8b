import { randomUUID } from 'node:crypto'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../../server/audio/clock.ts'
import { openCallLog } from '../../../server/store/open-call-log.ts'
import { asRedacted } from './as-redacted.ts'
import { spoken } from './made-up-events.ts'

// Run as a process of its own on a small disk: fills it up while a call is written, makes room again, and prints
// what became of the call.

const directory = process.argv[2] ?? ''
const filler = join(directory, 'filler')
/** The database may hang where its disk is full; it gets a second and not a quarter of a minute to answer. */
const impatient: Clock = { ...systemClock, after: (ms, task) => systemClock.after(ms / 15, task) }
const options = { dataDir: join(directory, 'data'), keysDir: join(directory, 'keys'), clock: impatient }

const { log, refHash } = await openCallLog(options)
const callId = randomUUID()
await log.open({ callId, refHash: refHash('x'), startedAt: new Date() })
let seq = 0
const appendMany = async () => {
  const events = Array.from({ length: 200 }, (_, i) => spoken(seq + i + 1, '满'.repeat(1000)))
  await log.append(callId, asRedacted(...events))
  seq += events.length
}
await appendMany()

fillUp()
let whenFull = ''
while (whenFull === '') await appendMany().catch((error: Error) => (whenFull = error.constructor.name))
rmSync(filler)
while (
  !(await appendMany().then(
    () => true,
    () => false,
  ))
);
const events = await log.read(callId)
await log.close()

fillUp()
const atStart = await openCallLog(options).then(
  () => 'it started',
  (error: Error) => error.message,
)
const everythingIsThere = events.length === seq && events.every((event, i) => event.seq === i + 1)
process.stdout.write(JSON.stringify({ whenFull, atStart, everythingIsThere }))

function fillUp(): void {
  const file = openSync(filler, 'w')
  try {
    for (;;) writeSync(file, Buffer.alloc(4096))
  } catch {
    closeSync(file)
  }
}
