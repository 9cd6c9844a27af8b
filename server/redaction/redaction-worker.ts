import { parentPort, workerData } from 'node:worker_threads'
import { type CallWindow, SpanFinder } from './find-spans.ts'
import { Lac } from './lac.ts'
import type { RedactionPolicy } from './redaction-policy.ts'
import type { WorkerAnswer } from './redactor.ts'

/** The thread on which the recognisers run: a window of a call in, its spans out. */
const port = parentPort
if (!port) throw new Error('redaction-worker.ts runs as a worker thread')

const finder = new SpanFinder(await Lac.load(), workerData as RedactionPolicy)
const answer = (message: WorkerAnswer) => port.postMessage(message)

port.on('message', async (window: CallWindow) => {
  try {
    answer(await finder.find(window))
  } catch {
    // The error may quote the text, so it goes nowhere.
    answer({ failure: 'failed' })
  }
})
answer({ ready: true })
