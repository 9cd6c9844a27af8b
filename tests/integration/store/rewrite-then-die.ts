import { writeSync } from 'node:fs'
import type { KyselyPlugin } from 'kysely'
import { asRedacted } from './as-redacted.ts'
import { keyFilesOf } from './key-folder.ts'
import { openParts } from './open-parts.ts'

// Run as a process of its own: writes a call, prints its key file, rewrites it and, in the middle of that, kills
// itself as kill -9 does. `step` is the last thing that it did.

const { options, callId, old, renewed, step } = JSON.parse(process.argv[2] ?? '')
const { db, files, log, refHash } = await openParts(options)
await log.open({ callId, refHash: refHash(callId), startedAt: new Date() })
await log.append(callId, asRedacted(...old))
writeSync(1, `${keyFilesOf(options.keysDir, callId)[0]}\n`)

const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => {})
}

if (step === 'the new key was written') {
  const write = files.write.bind(files)
  files.write = async (...key) => {
    await write(...key)
    await die()
  }
}
if (step === 'the words were sealed anew') {
  // The next statement would name the new key.
  const dying: KyselyPlugin = {
    transformQuery({ node }) {
      if (node.kind === 'UpdateQueryNode') void die()
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const plugged = db.withPlugin(dying)
  db.transaction = () => plugged.transaction()
}
if (step === 'it was committed') files.destroy = die

await log.rewrite(callId, asRedacted(...renewed))
writeSync(1, 'it was not killed\n')
