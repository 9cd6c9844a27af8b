import type { z } from 'zod'
import { readYaml } from '../../read-yaml.ts'

/** Reads a word list of this folder. Throws a `StartError` with file, line and reason where it does not fit. */
export function readLexicon<T>(file: `${string}.yaml`, schema: z.ZodType<T>): Promise<T> {
  return readYaml(new URL(file, import.meta.url), `server/guidance/lexicon/${file}`, schema)
}
