import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { StartError } from '../../../server/start-error.ts'
import { holdDataDirectory } from '../../../server/store/data-directory.ts'
import { openCallLog } from '../../../server/store/open-call-log.ts'
import { startChild } from './child-script.ts'
import { databases } from './test-databases.ts'

const directory = mkdtempSync(join(tmpdir(), 'data-directory-'))
afterAll(() => rmSync(directory, { recursive: true }))

function problemWith(path: string): Error {
  try {
    holdDataDirectory(path).release()
  } catch (error) {
    return error as Error
  }
  throw new Error('it was held')
}

describe('the data directory', () => {
  it('is made for its owner alone', () => {
    const path = join(directory, 'new', 'data')
    holdDataDirectory(path).release()
    expect(statSync(path).mode & 0o777).toBe(0o700)
  })

  it('is held by one instance, also within a process', () => {
    const path = join(directory, 'held')
    const held = holdDataDirectory(path)
    expect(problemWith(path)).toBeInstanceOf(StartError)
    held.release()
    holdDataDirectory(path).release()
  })

  it('names the path, the problem and the remedy where a file is in the way', () => {
    const path = join(directory, 'file')
    writeFileSync(path, '')
    expect(problemWith(path)).toBeInstanceOf(StartError)
    expect(problemWith(path).message).toBe(
      `DATA_DIR ${path} cannot be used: a file is in the way. Move it, or choose another path.`,
    )
    expect(problemWith(join(path, 'below')).message).toContain('a file is in the way')
  })

  it.skipIf(process.getuid?.() === 0)('says so where it may not be written (skipped for root)', () => {
    const path = join(directory, 'read-only')
    holdDataDirectory(path).release()
    chmodSync(path, 0o500)
    expect(problemWith(path)).toBeInstanceOf(StartError)
    expect(problemWith(path).message).toContain("give the service's user the right to write there")
    chmodSync(path, 0o700)
  })
})

for (const kind of databases) {
  describe.skipIf(kind.missing)(`a second instance, ${kind.name}`, () => {
    it('is told that the directory is in use, and starts at once when the first was killed', async () => {
      await using database = await kind.create()
      const first = startChild('hold-call-log.ts', database.options)
      expect(await first.line()).toBe('open')
      const second = openCallLog(database.options)
      await expect(second).rejects.toBeInstanceOf(StartError)
      await expect(second).rejects.toThrow(
        `DATA_DIR ${database.options.dataDir} is in use by another instance`,
      )
      await first.kill()
      const { log } = await openCallLog(database.options)
      await log.close()
    })
  })
}
