import { parentPort, workerData } from 'node:worker_threads'
import { openDurablePglite } from './durable-pglite.ts'
import type { Answer, Request } from './embedded-database.ts'
import { makeDatabase } from './empty-database.ts'

/**
 * PGlite runs PostgreSQL alone, without the process that writes checkpoints: the journal, and the time to start
 * after a kill, would grow without end.
 */
const QUERIES_A_CHECKPOINT = 3000

if (!parentPort) throw new Error('not a worker')
const port = parentPort
const { directory } = workerData as { directory: string }
await makeDatabase(directory)
const database = await openDurablePglite(directory)
let queries = 0

port.on('message', async (request: Request) => {
  if ('close' in request) {
    await database.close()
    port.close()
    return
  }
  port.postMessage(await answer(request))
  if (++queries < QUERIES_A_CHECKPOINT || request.sql !== 'commit') return
  queries = 0
  await database.exec('checkpoint')
})
port.postMessage({ id: 0, rows: [] } satisfies Answer)

async function answer({ id, sql, parameters }: Exclude<Request, { close: true }>): Promise<Answer> {
  try {
    const { rows, affectedRows } = await database.query(sql, [...parameters])
    return { id, rows, affectedRows }
  } catch (error) {
    const { message, code } = error as { message: string; code?: string }
    return { id, failed: message, code }
  }
}
