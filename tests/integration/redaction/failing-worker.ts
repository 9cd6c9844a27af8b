import { parentPort } from 'node:worker_threads'
import type { CallWindow } from '../../../server/redaction/find-spans.ts'

/** A worker that does what its text says: to see what the redactor does with one that breaks. */
parentPort?.on('message', ({ texts }: CallWindow) => {
  const text = texts.at(-1) ?? ''
  if (text === 'crash') process.exit(1)
  if (text === 'throw') throw new Error(text)
  if (text === 'hang') for (;;);
  parentPort?.postMessage({ spans: texts.map(() => []), openFrom: texts.length })
})
parentPort?.postMessage({ ready: true })
