import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readConfig } from '../../server/config.ts'
import { openCallLog } from '../../server/store/open-call-log.ts'
import { writeMarkedCall } from '../labels/marked-call.ts'
import { storedCall } from '../labels/stored-call.ts'
import { UsageError } from './usage-error.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * `eval import --out FOLDER [--last N]`: the ended calls of this site, redacted as they are stored, one marked text
 * each, for a person to label. Reads the database that the environment names, as `npm start` does.
 */
export async function importCalls(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { out: { type: 'string' }, last: { type: 'string' } },
  })
  if (!values.out) throw new UsageError('import takes --out FOLDER')
  const last = values.last === undefined ? Number.POSITIVE_INFINITY : Number(values.last)
  if (!(last >= 1)) throw new UsageError('--last takes a number from 1 on')
  const out = resolve(values.out)
  if (!relative(ROOT, out).startsWith('..'))
    throw new UsageError(`${values.out} lies in the project: real calls are kept outside of it`)

  const config = readConfig(process.env)
  const { log } = await openCallLog({
    databaseUrl: config.DATABASE_URL,
    dataDir: config.dataDir,
    keysDir: config.keysDir,
  })
  try {
    await mkdir(out, { recursive: true, mode: 0o700 })
    const ended = await log.endedCalls()
    let written = 0
    for (const callId of ended.slice(Number.isFinite(last) ? -last : 0)) {
      const call = storedCall(
        callId,
        (await log.read(callId)).map(({ event }) => event),
      )
      if (typeof call === 'string') {
        process.stderr.write(`${callId}: passed over, ${call}\n`)
        continue
      }
      // A text that a person has begun to label is never written over.
      await writeFile(join(out, `${callId}.txt`), writeMarkedCall(call), { mode: 0o600, flag: 'wx' }).then(
        () => written++,
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error
          process.stderr.write(`${callId}: is there already and was left as it is\n`)
        },
      )
    }
    process.stdout.write(
      `${written} calls written to ${out}: label them, then npm run eval -- pack ${out} --out …\n`,
    )
  } finally {
    await log.close()
  }
  return 0
}
