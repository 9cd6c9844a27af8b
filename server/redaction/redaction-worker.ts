import { parentPort } from 'node:worker_threads'
import { findSpansWith } from './find-spans.ts'
import { Lac } from './lac.ts'
import type { WorkerAnswer } from './redactor.ts'

/** The thread on which the recognisers run: a text in, its spans out. */
const port = parentPort
if (!port) throw new Error('redaction-worker.ts runs as a worker thread')

const lac = await Lac.load()
const answer = (message: WorkerAnswer) => port.postMessage(message)

port.on('message', async (text: string) => {
  try {
    answer({ spans: await findSpansWith(lac, text) })
  } catch {
    // The error may quote the text, so it goes nowhere.
    answer({ failure: 'failed' })
  }
})
answer({ ready: true })
