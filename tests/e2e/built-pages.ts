import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const SOURCES = ['ui-widget/src', 'ui-widget/index.html', 'ui-widget/vite.config.ts', 'server/call']

/** The folder of the built pages; they are built first where their sources are newer. */
export function builtPages(): string {
  const builtAt = statSync(`${ROOT}ui-widget/dist/index.html`, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (SOURCES.some((path) => newest(`${ROOT}${path}`) > builtAt)) {
    // Under the test runner's NODE_ENV, Vite would build for development.
    const env = { ...process.env, NODE_ENV: 'production' }
    execFileSync('npm', ['run', 'prepare'], { cwd: ROOT, env, stdio: 'pipe' })
  }
  return `${ROOT}ui-widget/dist`
}

function newest(path: string): number {
  const own = statSync(path)
  if (!own.isDirectory()) return own.mtimeMs
  return Math.max(...readdirSync(path).map((name) => newest(`${path}/${name}`)))
}
