import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { writeMarkedCall } from '../../../eval/labels/marked-call.ts'
import { storedCall } from '../../../eval/labels/stored-call.ts'
import { systemClock } from '../../../server/audio/clock.ts'
import type { CallSession } from '../../../server/call/call-session.ts'
import { SpanFinder } from '../../../server/redaction/find-spans.ts'
import { Lac } from '../../../server/redaction/lac.ts'
import { type RunningService, startService } from '../running-service.ts'
import { databases, type TestDatabase } from '../store/test-databases.ts'
import { plantedItems } from './planted-items.ts'

const items = await plantedItems(new SpanFinder(await Lac.load()), 120)
const [onUrl, inMetadata, malformed] = items.filter(({ forms }) => forms.length > 1)
if (!onUrl || !inMetadata || !malformed) throw new Error('no numbers to plant')

test('the recognisers find enough of what is planted for the search to mean something', () => {
  expect(items.length).toBeGreaterThan(300)
})

for (const kind of databases) {
  describe.skipIf(kind.missing)(`what is planted in calls, ${kind.name}`, () => {
    let service: RunningService
    let database: TestDatabase
    beforeEach(async () => {
      database = await kind.create()
    })
    afterEach(async () => {
      await service.stop()
      await database[Symbol.asyncDispose]()
    })

    test('is on no disk, in no log line, in no figure and in no export', async () => {
      service = await startService(environment(database))
      const left = await leftovers(service, database, await playPlanted(service))
      const traces = items.flatMap(({ forms }) => forms.filter((form) => left.includes(form)))
      expect(traces).toEqual([])
    }, 60_000)

    test('is found by the same search when nothing redacts', async () => {
      const redactionWorker = new URL('blind-worker.ts', import.meta.url)
      service = await startService(environment(database), systemClock, { redactionWorker })
      const left = await leftovers(service, database, await playPlanted(service))
      const found = items.filter(({ item }) => left.includes(item))
      expect(found.length).toBe(items.length)
    }, 60_000)
  })
}

function environment({ options }: TestDatabase): Record<string, string> {
  return {
    ...(options.databaseUrl && { DATABASE_URL: options.databaseUrl }),
    DATA_DIR: options.dataDir,
    KEYS_DIR: options.keysDir,
    LOG_LEVEL: 'debug',
  }
}

/** Plants every item: in the words of both parties, in the URL, in the PBX's metadata, in input that makes no sense. */
async function playPlanted(service: RunningService): Promise<string> {
  const spokenDigits = onUrl?.forms[1] ?? ''
  const fork = `ws://127.0.0.1:${service.freeswitchPort}/fork/freeswitch`
  const broken = new WebSocket(`${fork}?call=${malformed?.forms[1]}&rate=${malformed?.forms[1]}`)
  broken.on('error', () => {})
  const closed = new Promise((resolve) => broken.on('close', resolve))
  const pbx = new WebSocket(`${fork}?call=${spokenDigits}&layout=stereo&rate=8000&caller=${spokenDigits}`)
  await once(pbx, 'open')
  pbx.send(JSON.stringify({ callId: spokenDigits, from: inMetadata?.forms[1], name: inMetadata?.item }))
  pbx.send(Buffer.alloc(320 * 2))
  await closed
  const session = await firstCall(service)
  for (const [i, { sentence }] of items.entries()) say(session, i, sentence)
  pbx.send(`{"not json ${malformed?.forms[1]} ${malformed?.item}`)
  pbx.close()
  await once(pbx, 'close')
  await ended(session)
  await service.app.recorded()
  return session.callId
}

async function firstCall({ app }: RunningService): Promise<CallSession> {
  if (app.calls.size === 0) await new Promise<void>((resolve) => void app.calls.onChange(resolve))
  const [listed] = app.calls.list()
  const session = listed && app.calls.session(listed.callId)
  if (!session) throw new Error('no call was begun')
  return session
}

function say(session: CallSession, i: number, text: string): void {
  const role = i % 2 === 0 ? 'caller' : 'responder'
  const span = { startMs: i, endMs: i + 1 }
  const segmentId = `${role[0]}${session.nextSegment()}`
  session.append({ kind: 'transcript.partial', role, segmentId, ...span, text, stableChars: 0 })
  session.append({ kind: 'transcript.final', role, segmentId, ...span, text })
}

function ended(session: CallSession): Promise<void> {
  if (session.state.ended) return Promise.resolve()
  return new Promise((resolve) => {
    session.subscribe(({ event }) => {
      if (event.kind === 'call.ended') resolve()
    })
  })
}

/** Everything that is left of a call: every file in every form, log, figures, what opens with the keys, exports. */
async function leftovers(service: RunningService, database: TestDatabase, callId: string): Promise<string> {
  const events = (await service.app.callLog.read(callId)).map(({ event }) => event)
  const stored = storedCall(callId, events)
  const health = await fetch(`${service.pages}metrics`)
  const left = [JSON.stringify(events), JSON.stringify(stored), service.log.join('\n'), await health.text()]
  if (typeof stored !== 'string') left.push(writeMarkedCall(stored))
  for (const folder of [database.options.dataDir, database.options.keysDir])
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const bytes = await readFile(join(entry.parentPath, entry.name))
      left.push(...wordsIn(bytes.toString('utf8')), ...wordsIn(bytes.toString('utf16le')))
    }
  return left.join('\n')
}

/** The stretches in which an item could stand: most of a database's bytes are none. */
function wordsIn(text: string): string[] {
  return text.match(/[\p{Script=Han}〇\d]{2,}/gu) ?? []
}
