import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Run } from './run-log.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What a run was made with, so that a figure can be taken again. */
export function versions(): Run['versions'] {
  const models = globSync('models/*/CARD.md', { cwd: ROOT }).sort()
  return {
    commit: commit(),
    rules: hashOf('prompts/**/*.{yaml,md}'),
    lexicons: hashOf('server/*/lexicon/**/*.yaml'),
    // A card names the sha256 of each of its files, so its own hash stands for them all.
    models: Object.fromEntries(models.map((card) => [basename(dirname(card)), hashOf(card)])),
  }
}

export function machine(): Run['machine'] {
  return { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.version }
}

function hashOf(pattern: string): string {
  const hash = createHash('sha256')
  for (const file of globSync(pattern, { cwd: ROOT }).sort())
    hash.update(file).update(readFileSync(join(ROOT, file)))
  return hash.digest('hex').slice(0, 12)
}

function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+changes'
    return git('rev-parse', '--short', 'HEAD') + changed
  } catch {
    return 'no git'
  }
}
