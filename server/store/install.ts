import { installEmptyDatabase } from './empty-database.ts'

/** Run once at installation, so that the first start is as quick as every other. */
await installEmptyDatabase()
