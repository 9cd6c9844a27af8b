import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BadData } from '../labels/bad-data.ts'
import { loadDataset } from '../labels/load-dataset.ts'
import { readMarkedCall, writeMarkedCall } from '../labels/marked-call.ts'
import { UsageError } from './usage-error.ts'

/** `eval pack FOLDER --out calls.jsonl`: marked calls, one `.txt` each, into one set. */
export async function pack(args: readonly string[]): Promise<number> {
  const { folder, out } = sourceAndOut(args)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.txt')).sort()
  const read = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name)
      try {
        return { call: readMarkedCall(file, await readFile(file, 'utf8')) }
      } catch (error) {
        if (error instanceof BadData) return { problems: error.problems }
        throw error
      }
    }),
  )
  const problems = read.flatMap(({ problems = [] }) => problems)
  if (names.length === 0) problems.push({ file: folder, line: 0, reason: 'holds no marked call (.txt)' })
  if (problems.length > 0) throw new BadData(problems)
  await writeFile(out, read.map(({ call }) => `${JSON.stringify(call)}\n`).join(''))
  await loadDataset(out)
  process.stdout.write(`${read.length} calls written to ${out}\n`)
  return 0
}

/** `eval unpack DATA --out FOLDER`: each call of a set as a text that a person can read and mark. */
export async function unpack(args: readonly string[]): Promise<number> {
  const { folder: data, out } = sourceAndOut(args)
  const { calls } = await loadDataset(data)
  await mkdir(out, { recursive: true })
  await Promise.all(calls.map((call) => writeFile(join(out, `${call.id}.txt`), writeMarkedCall(call))))
  process.stdout.write(`${calls.length} marked calls written to ${out}\n`)
  return 0
}

function sourceAndOut(args: readonly string[]): { folder: string; out: string } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' } },
  })
  const [folder] = positionals
  if (!folder || !values.out) throw new UsageError('pack and unpack take a source and --out')
  return { folder, out: values.out }
}
