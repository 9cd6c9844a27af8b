import { createHash } from 'node:crypto'
import { access, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { z } from 'zod'
import { BadData, type Problem } from './bad-data.ts'
import { LabelledCall } from './labelled-call.ts'
import { RedactionSentence, SignalSentence } from './labelled-sentence.ts'
import { type Clip, readManifest } from './manifest.ts'

/** Everything labelled that was found at a path. */
export interface Dataset {
  /** The folder that audio is named relative to. */
  readonly folder: string
  readonly calls: readonly LabelledCall[]
  readonly signalSentences: readonly SignalSentence[]
  readonly redactionSentences: readonly RedactionSentence[]
  /** Read speech with its transcript. */
  readonly clips: readonly Clip[]
  /** sha256 of each file read. */
  readonly files: Readonly<Record<string, string>>
  /** What was passed over, in words. */
  readonly remarks: readonly string[]
}

const NAMES = ['calls.jsonl', 'sentences.jsonl', 'redaction-sentences.jsonl', 'manifest.tsv']

/**
 * Reads labelled data: a folder with `calls.jsonl`, `sentences.jsonl`, `redaction-sentences.jsonl`, `manifest.tsv`
 * (any of them), or one such file. Throws `BadData` with every problem found; an empty set is one.
 */
export async function loadDataset(path: string): Promise<Dataset> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    ({ code }: NodeJS.ErrnoException) => {
      throw new BadData([{ file: path, line: 0, reason: `cannot be read (${code})` }])
    },
  )
  const folder = isFolder ? path : dirname(path)
  const names = isFolder ? NAMES : [basename(path)]
  const problems: Problem[] = []
  const remarks: string[] = []
  const files: Record<string, string> = {}
  const calls: LabelledCall[] = []
  const signalSentences: SignalSentence[] = []
  const redactionSentences: RedactionSentence[] = []
  const clips: Clip[] = []
  const places = new Map<string, { file: string; line: number }>()
  for (const name of names) {
    const file = join(folder, name)
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text === null) continue
    files[name] = createHash('sha256').update(text).digest('hex')
    if (name.endsWith('.tsv')) clips.push(...readManifest(file, text, problems))
    else
      for (const row of rowsOf(file, text, problems)) {
        const at = { file, line: row.line }
        const accept = <T extends { id: string }>(schema: z.ZodType<T>, into: T[]) => {
          const sample = parsed(schema, row.value, at, problems, remarks)
          if (!sample) return
          const first = places.get(sample.id)
          if (first)
            problems.push({ ...at, reason: `has the id "${sample.id}" of ${first.file}:${first.line}` })
          places.set(sample.id, at)
          into.push(sample)
        }
        if (has(row.value, 'turns')) accept(LabelledCall, calls)
        else if (has(row.value, 'pii')) accept(RedactionSentence, redactionSentences)
        else if (has(row.value, 'labels')) accept(SignalSentence, signalSentences)
        else
          problems.push({ ...at, reason: 'is neither a call ("turns") nor a sentence ("labels" or "pii")' })
      }
  }
  const recordings = [
    ...calls.map(({ id, audio }) => ({ id, audio })),
    ...clips.map(({ file }) => ({ id: file, audio: file })),
  ]
  for (const { id, audio } of recordings)
    if (audio && !(await exists(join(folder, audio))))
      problems.push({
        ...(places.get(id) ?? { file: join(folder, 'manifest.tsv'), line: 0 }),
        reason: `names ${audio}, which is not there`,
      })
  if (
    problems.length === 0 &&
    calls.length + signalSentences.length + redactionSentences.length + clips.length === 0
  )
    problems.push({ file: path, line: 0, reason: 'holds no labelled call, sentence or clip' })
  if (problems.length > 0) throw new BadData(problems)
  return { folder, calls, signalSentences, redactionSentences, clips, files, remarks: [...new Set(remarks)] }
}

function rowsOf(file: string, text: string, problems: Problem[]): { line: number; value: unknown }[] {
  return text.split(/\r?\n/).flatMap((json, i) => {
    if (json.trim() === '') return []
    try {
      return { line: i + 1, value: JSON.parse(json) as unknown }
    } catch (error) {
      problems.push({ file, line: i + 1, reason: `is no JSON: ${(error as Error).message}` })
      return []
    }
  })
}

function parsed<T extends object>(
  schema: z.ZodType<T>,
  value: unknown,
  at: { file: string; line: number },
  problems: Problem[],
  remarks: string[],
): T | null {
  const result = schema.safeParse(value)
  if (!result.success) {
    for (const { path, message } of result.error.issues)
      problems.push({ ...at, reason: [...path, message].join(': ') })
    return null
  }
  for (const key of Object.keys(value as object))
    if (!(key in result.data))
      remarks.push(`${basename(at.file)}: "${key}" is not of the format and was passed over`)
  return result.data
}

function has(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && key in value
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
