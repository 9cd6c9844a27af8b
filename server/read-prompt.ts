import type { z } from 'zod'
import { readYaml } from './read-yaml.ts'

/** Reads a file of `prompts/`. Throws a `StartError` with file, line and reason where it does not fit. */
export function readPrompt<T>(file: `${string}.yaml`, schema: z.ZodType<T>): Promise<T> {
  return readYaml(new URL(`../prompts/${file}`, import.meta.url), `prompts/${file}`, schema)
}
