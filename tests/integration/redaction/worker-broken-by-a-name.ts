import { parentPort } from 'node:worker_threads'

/** A worker that dies of texts with a certain word, and of its own accord finds nothing. */
parentPort?.on('message', (text: string) => {
  if (text.includes('兰')) process.exit(1)
  parentPort?.postMessage({ spans: [] })
})
parentPort?.postMessage({ ready: true })
