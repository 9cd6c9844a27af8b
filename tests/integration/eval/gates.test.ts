import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const file = (path: string) => fileURLToPath(new URL(`../../../eval/${path}`, import.meta.url))

/**
 * The evaluation in its quick form: all suites that need no audio, on the project's own set, against its floors and
 * the baseline of the last release.
 */
test('the product passes its own gates', async () => {
  const suites = ['risk', 'redaction', 'special', 'guidance', 'ticket', 'summary']
  const args = [file('cli.ts'), ...suites, '--baseline', file('baseline.jsonl')]
  const { code, err } = await new Promise<{ code: number; err: string }>((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 2 ** 26 }, (error, _, err) => {
      resolve({ code: error ? Number(error.code) : 0, err })
    })
  })
  expect([code, err]).toEqual([0, ''])
}, 300_000)
