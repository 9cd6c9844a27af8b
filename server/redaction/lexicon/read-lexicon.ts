import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { z } from 'zod'

/** Reads a word list of this folder. Throws where the file does not have the shape that its reader expects. */
export function readLexicon<T>(file: `${string}.yaml`, schema: z.ZodType<T>): T {
  return schema.parse(parse(readFileSync(new URL(file, import.meta.url), 'utf8')))
}
