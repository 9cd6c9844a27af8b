import { parentPort } from 'node:worker_threads'
import type { CallWindow } from '../../../server/redaction/find-spans.ts'

/** A worker that dies of texts with a certain word, and of its own accord finds nothing. */
parentPort?.on('message', ({ texts }: CallWindow) => {
  const text = texts.at(-1) ?? ''
  if (text.includes('兰')) process.exit(1)
  parentPort?.postMessage({ spans: texts.map(() => []), openFrom: texts.length })
})
parentPort?.postMessage({ ready: true })
