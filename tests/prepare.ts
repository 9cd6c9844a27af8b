import chromium from '@sparticuz/chromium'
import { installEmptyDatabase } from '../server/store/empty-database.ts'
import { builtPages } from './e2e/built-pages.ts'

/**
 * Run once before all test files, which run side by side: building the pages, unpacking the browser and making the
 * empty database must not happen twice at the same time. Does nothing where all three are there.
 */
export default async function prepare(): Promise<void> {
  builtPages()
  await installEmptyDatabase()
  if (!process.env.CHROMIUM_PATH) await chromium.executablePath()
}
