import { readFile } from 'node:fs/promises'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { StartError } from './start-error.ts'

/**
 * Reads a YAML file that a person may have changed. Throws a `StartError` with file, line and reason where it is
 * missing, is no YAML, or does not have the shape that its reader expects. `name` is what the person knows it by.
 */
export async function readYaml<T>(file: URL, name: string, schema: z.ZodType<T>): Promise<T> {
  const problem = (reason: string, line?: number) =>
    new StartError(
      `${name}${line ? `:${line}` : ''}: ${reason}. Mend it, or restore the file that came with the service.`,
    )
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw problem(`cannot be read (${code})`)
  })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [wrong] = document.errors
  if (wrong) throw problem(wrong.message, lines.linePos(wrong.pos[0]).line)
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path ?? []
  throw problem([...path, issue?.message].join(': '), lineOf(path))

  /** Of the value at `path`, or of what should hold it where it is missing. */
  function lineOf(path: readonly PropertyKey[]): number | undefined {
    const node = path.length === 0 ? document.contents : document.getIn(path, true)
    const start = (node as { range?: [number, number, number] } | null | undefined)?.range?.[0]
    if (start !== undefined) return lines.linePos(start).line
    return path.length === 0 ? undefined : lineOf(path.slice(0, -1))
  }
}
