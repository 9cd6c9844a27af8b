import { parentPort } from 'node:worker_threads'
import type { CallWindow } from '../../../server/redaction/find-spans.ts'

/** A worker that sees nothing personal anywhere. */
parentPort?.on('message', ({ texts }: CallWindow) => {
  parentPort?.postMessage({ spans: texts.map(() => []), openFrom: texts.length })
})
parentPort?.postMessage({ ready: true })
