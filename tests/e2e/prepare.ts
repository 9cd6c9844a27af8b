import chromium from '@sparticuz/chromium'
import { builtPages } from './built-pages.ts'

/**
 * Run once before all test files (`globalSetup`): they run side by side, and neither building the pages nor
 * unpacking the browser may happen twice at the same time. Does nothing where both are there.
 */
export default async function prepare(): Promise<void> {
  builtPages()
  if (!process.env.CHROMIUM_PATH) await chromium.executablePath()
}
