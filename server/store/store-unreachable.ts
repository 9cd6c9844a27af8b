import { CallDamaged } from './call-damaged.ts'
import { NotInLog } from './not-in-log.ts'

/**
 * The database is away, full or too slow: nothing is wrong with what was asked, so it may be asked again later.
 * `cause` has the database's own words.
 */
export class StoreUnreachable extends Error {
  constructor(cause: unknown) {
    super('the store cannot be reached', { cause })
  }
}

/** SQLSTATE classes that blame the statement or its values: asking again would not help. */
const OUR_FAULT = /^(0A|22|23|42)[0-9A-Z]{3}$/

/** Runs queries. Whatever fails for the reasons of the database or of a disk becomes `StoreUnreachable`. */
export async function reaching<T>(queries: () => Promise<T>): Promise<T> {
  try {
    return await queries()
  } catch (error) {
    if (error instanceof CallDamaged || error instanceof NotInLog) throw error
    const { code } = error as { code?: unknown }
    if (typeof code === 'string' && OUR_FAULT.test(code)) throw error
    throw new StoreUnreachable(error)
  }
}
