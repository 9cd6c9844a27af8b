import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

/** A line of the table of files in a model's card. */
const LISTED_FILE = /^\| (\S+) \| ([0-9a-f]{64}) \|$/gm

/**
 * Sees that a model's folder holds every file that its card lists, unharmed. Throws a `StartError`; `what` begins
 * its line.
 */
export async function verifyModel(what: string, folder: string): Promise<void> {
  const card = await readFile(join(folder, 'CARD.md'), 'utf8').catch(missing(what, folder, 'CARD.md'))
  const files = [...card.matchAll(LISTED_FILE)]
  await Promise.all(
    files.map(async ([, file = '', listed]) => {
      const bytes = await readFile(join(folder, file)).catch(missing(what, folder, file))
      if (hash('sha256', bytes) !== listed)
        throw new StartError(`${what} ${folder} has a damaged ${file}: ${REMEDY}`)
    }),
  )
}

const REMEDY = 'put the folder there whole, as it came with the service.'

function missing(what: string, folder: string, file: string): (error: NodeJS.ErrnoException) => never {
  return ({ code }) => {
    throw new StartError(`${what} ${folder} has no ${file} that can be read (${code}): ${REMEDY}`)
  }
}
