import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallLog } from '../../../server/store/call-log.ts'
import { StoreUnreachable } from '../../../server/store/store-unreachable.ts'
import { ManualClock } from '../../manual-clock.ts'
import { asRedacted } from './as-redacted.ts'
import { keyFilesOf } from './key-folder.ts'
import { spoken } from './made-up-events.ts'
import { startProxy } from './network-proxy.ts'
import { openParts } from './open-parts.ts'
import { administer, databases, type TestDatabase } from './test-databases.ts'

const postgres = databases.find(({ name }) => name.startsWith('PostgreSQL'))
if (!postgres) throw new Error('no such database')

describe.skipIf(postgres.missing)(`a lost connection, ${postgres.name}`, () => {
  const callId = randomUUID()
  let database: TestDatabase
  let url: URL

  beforeEach(async () => {
    database = await postgres.create()
    url = new URL(database.options.databaseUrl ?? '')
  })
  afterEach(() => database[Symbol.asyncDispose]())

  it('fails what was being written, or not, and nothing after it', async () => {
    const { log, refHash } = await openParts(database.options)
    await log.open({ callId, refHash: refHash('x'), startedAt: new Date() })
    const cutAll = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = '${url.pathname.slice(1)}' and pid <> pg_backend_pid()`
    const admin = new URL(url)
    admin.pathname = 'postgres'
    const appends: Promise<number>[] = []
    for (let seq = 1; seq <= 200; seq++) {
      appends.push(appendUntilDone(log, seq))
      if (seq % 40 === 0) await administer(admin.href, cutAll)
    }
    const failures = await Promise.all(appends)
    await administer(admin.href, cutAll)
    failures.push(await appendUntilDone(log, 201))
    expect(Math.max(...failures)).toBeGreaterThan(0)
    expect(await log.read(callId)).toEqual(Array.from({ length: 201 }, (_, i) => spoken(i + 1)))
    await log.close()
  })

  it('is given up where the server stays silent, and a new one is used', async () => {
    const clock = new ManualClock()
    await using proxy = await startProxy(url)
    const proxied = new URL(url)
    proxied.port = `${proxy.port}`
    const { log, refHash } = await openParts({ ...database.options, databaseUrl: proxied.href, clock })
    await log.open({ callId, refHash: refHash('x'), startedAt: new Date() })
    await log.append(callId, asRedacted(spoken(1)))

    const swallowed = proxy.swallow()
    const append = log.append(callId, asRedacted(spoken(2)))
    await swallowed
    clock.advance(15_000)
    await expect(append).rejects.toBeInstanceOf(StoreUnreachable)

    proxy.forward()
    await log.append(callId, asRedacted(spoken(2)))
    expect(await log.read(callId)).toEqual([spoken(1), spoken(2)])
    await log.close()
  })

  it('is told from a refusal while the server is away, and mends itself when it is back', async () => {
    await using proxy = await startProxy(url)
    const proxied = new URL(url)
    proxied.port = `${proxy.port}`
    const { log, refHash } = await openParts({ ...database.options, databaseUrl: proxied.href })
    await log.open({ callId, refHash: refHash('x'), startedAt: new Date() })
    await log.append(callId, asRedacted(spoken(1)))

    await proxy.stop()
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(log.append(callId, asRedacted(spoken(2)))).rejects.toBeInstanceOf(StoreUnreachable)
    await expect(log.read(callId)).rejects.toBeInstanceOf(StoreUnreachable)
    await expect(log.openCalls()).rejects.toBeInstanceOf(StoreUnreachable)
    await expect(log.ping()).rejects.toBeInstanceOf(StoreUnreachable)

    const another = { callId: randomUUID(), refHash: refHash('y'), startedAt: new Date() }
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(log.open(another)).rejects.toBeInstanceOf(StoreUnreachable)

    await proxy.start()
    await log.append(callId, asRedacted(spoken(2)))
    await log.ping()
    expect(await log.read(callId)).toEqual([spoken(1), spoken(2)])
    await log.open(another)
    await log.append(another.callId, asRedacted(spoken(1)))
    expect(await log.read(another.callId)).toEqual([spoken(1)])
    expect(keyFilesOf(database.options.keysDir, another.callId)).toHaveLength(1)
    await log.close()
  })

  it('between two statements of a transaction fails that transaction alone', async () => {
    await using proxy = await startProxy(url)
    const proxied = new URL(url)
    proxied.port = `${proxy.port}`
    const { db, log } = await openParts({ ...database.options, databaseUrl: proxied.href })
    const cut = db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('master_key').execute()
      await proxy.stop()
      await administer(url.href, 'select 1')
      await transaction.deleteFrom('master_key').execute()
    })
    await expect(cut).rejects.toThrow()
    await proxy.start()
    expect(await db.selectFrom('master_key').select('id').execute()).toEqual([{ id: 1 }])
    await log.close()
  })

  /** Tries as the recorder does; resolves with the number of failures. */
  async function appendUntilDone(log: CallLog, seq: number): Promise<number> {
    for (let failures = 0; ; failures++) {
      try {
        await log.append(callId, asRedacted(spoken(seq)))
        return failures
      } catch (error) {
        expect(error).toBeInstanceOf(StoreUnreachable)
      }
    }
  }
})
