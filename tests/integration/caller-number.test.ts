import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { CallSession } from '../../server/call/call-session.ts'
import { type RunningService, startService } from './running-service.ts'
import { databases, type TestDatabase } from './store/test-databases.ts'

const NUMBER = '13800138000'
const SAID = ['13800138000', '8613800138000', '+86 138 0013 8000', '138-0013-8000', '一三八零零一三八零零零']

for (const kind of databases) {
  describe.skipIf(kind.missing)(`the caller's own number, ${kind.name}`, () => {
    let database: TestDatabase
    let service: RunningService
    const log: string[] = []
    beforeEach(async () => {
      database = await kind.create()
      log.length = 0
      await start()
    })
    afterEach(async () => {
      await service.stop()
      await database[Symbol.asyncDispose]()
    })

    async function start(): Promise<void> {
      const { databaseUrl, dataDir, keysDir } = database.options
      const env = { ...(databaseUrl && { DATABASE_URL: databaseUrl }), DATA_DIR: dataDir, KEYS_DIR: keysDir }
      service = await startService({ ...env, LOG_LEVEL: 'debug' })
    }

    async function restart(): Promise<void> {
      log.push(...service.log)
      await service.stop()
      await start()
    }

    /** A call by FreeSWITCH, its metadata sent before or behind the first audio. Gives what the call was told. */
    async function play(
      query: string,
      metadata: object | null = null,
      when: 'early' | 'late' = 'early',
    ): Promise<number | null> {
      const url = `ws://127.0.0.1:${service.freeswitchPort}/fork/freeswitch?layout=stereo&${query}`
      const pbx = new WebSocket(url)
      await once(pbx, 'open')
      const audio = () => pbx.send(Buffer.alloc(640))
      if (when === 'late') audio()
      if (metadata) pbx.send(JSON.stringify(metadata))
      audio()
      const session = await liveCall()
      const ended = new Promise<void>((resolve) =>
        session.subscribe(({ event }) => event.kind === 'call.ended' && resolve()),
      )
      await textIsRead(pbx)
      await service.app.recorded()
      pbx.close()
      await ended
      await service.app.recorded()
      const told = (await service.app.callLog.read(session.callId)).map(({ event }) => event)
      const histories = told.filter((event) => event.kind === 'caller.history')
      expect(histories.length).toBeLessThan(2)
      expect(session.state.special.callsThisWeek).toBe(histories[0]?.callsThisWeek ?? null)
      return session.state.special.callsThisWeek
    }

    async function liveCall(): Promise<CallSession> {
      if (service.app.calls.size === 0)
        await new Promise<void>((done) => void service.app.calls.onChange(done))
      const session = service.app.calls.session(service.app.calls.list()[0]?.callId ?? '')
      if (!session) throw new Error('no call was begun')
      return session
    }

    test('is counted over calls, however and whenever the PBX says it, and over a change of keys', async () => {
      expect(await play('call=a&rate=8000&caller=13800138000')).toBe(1)
      expect(await play('call=b&rate=8000', { from: '+86 138 0013 8000' }, 'late')).toBe(2)
      const jambonz = {
        callSid: 'c',
        sampleRate: 8000,
        from: 'sip:013800138000@10.0.0.5',
        direction: 'inbound',
      }
      expect(await play('', jambonz)).toBe(3)
      expect(await play('call=d&rate=8000', { callerId: '13900139000' }, 'late')).toBe(1)
      expect(await play('call=e&rate=8000', { from: 'anonymous' }, 'late')).toBe(null)
      expect(await play('call=f&rate=8000')).toBe(null)
      writeFileSync(join(database.options.keysDir, 'caller-numbers.2.key'), Buffer.alloc(32, 7))
      await restart()
      expect(await play('call=g&rate=8000&caller=%2B8613800138000')).toBe(4)
      expect(await play('call=h&rate=8000&caller=13800138000', { from: '13900139000' }, 'late')).toBe(5)
    })

    test('is in no file, no log line, no figure and no page', async () => {
      for (const [i, said] of SAID.entries()) {
        await play(
          `call=a${i}&rate=8000&caller=${encodeURIComponent(said)}`,
          { from: said, name: said },
          'late',
        )
        await play('', { callSid: `b${i}`, sampleRate: 8000, callerId: said })
      }
      const metrics = await (await fetch(`${service.pages}metrics`)).text()
      const files = [database.options.dataDir, database.options.keysDir].flatMap((folder) =>
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => readFileSync(join(parentPath, name))),
      )
      const forms = [...SAID, Buffer.from(NUMBER).toString('base64'), Buffer.from(NUMBER).toString('hex')]
      for (const form of forms) {
        expect(metrics + service.log.join('\n')).not.toContain(form)
        for (const encoding of ['utf8', 'utf16le'] as const)
          expect(files.some((bytes) => bytes.includes(Buffer.from(form, encoding)))).toBe(false)
      }
    })
  })
}

/** A ping is answered behind everything that was sent before it. */
async function textIsRead(pbx: WebSocket): Promise<void> {
  pbx.ping()
  await once(pbx, 'pong')
}
