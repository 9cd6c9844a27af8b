import type { Problem } from './bad-data.ts'

/** A recording of read speech with what was read. */
export interface Clip {
  readonly file: string
  readonly transcript: string
}

/** Reads `manifest.tsv`: tab-separated, a header line, the columns `file` and `transcript`; others are passed over. */
export function readManifest(file: string, text: string, problems: Problem[]): Clip[] {
  const [header = '', ...rows] = text.trimEnd().split(/\r?\n/)
  const columns = header.split('\t')
  const [named, read] = [columns.indexOf('file'), columns.indexOf('transcript')]
  if (named < 0 || read < 0) {
    problems.push({ file, line: 1, reason: 'the header line names no column "file" or "transcript"' })
    return []
  }
  return rows.flatMap((row, i) => {
    const cells = row.split('\t')
    const [name, transcript] = [cells[named], cells[read]]
    if (name && transcript) return { file: name, transcript }
    problems.push({ file, line: i + 2, reason: 'has no file or no transcript' })
    return []
  })
}
