import { parentPort } from 'node:worker_threads'

/** A worker that does what its text says: to see what the redactor does with one that breaks. */
parentPort?.on('message', (text: string) => {
  if (text === 'crash') process.exit(1)
  if (text === 'throw') throw new Error(text)
  if (text === 'hang') for (;;);
  parentPort?.postMessage({ spans: [] })
})
parentPort?.postMessage({ ready: true })
