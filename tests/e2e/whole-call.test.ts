import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadAudio } from '../../fork/audio-source.ts'
import { Pacer } from '../../fork/pacer.ts'
import { playCall } from '../../fork/play-call.ts'
import { prepareFork } from '../../fork/prepare-fork.ts'
import { type RunningService, startService } from '../integration/running-service.ts'
import { scaledClock } from '../scaled-clock.ts'
import { openBrowser } from './browser.ts'

const AUDIO = fileURLToPath(new URL('../../demo/call/night-shift.flac', import.meta.url))
/** Faster than life, slow enough for a page to be reloaded in mid-call. */
const clock = scaledClock(5)

let browser: Browser
let page: Page
let service: RunningService
let complaints: string[]

beforeAll(async () => {
  service = await startService({}, clock)
  browser = await openBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  complaints = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

const sees = (text: string) => page.getByText(text).first().waitFor()

test('a call played into the running service is followed on its page, over a reload, until it is stopped', async () => {
  await page.goto(service.pages)
  await sees('现在没有通话')
  const fork = prepareFork(await loadAudio({ kind: 'file', path: AUDIO }), 'freeswitch', { layout: 'stereo' })
  const target = { host: '127.0.0.1', port: service.freeswitchPort }
  const hangUp = new AbortController()
  const played = playCall({ fork, target, call: 'e2e', pacer: new Pacer(clock), signal: hangUp.signal })

  await page.locator('call-list li button').first().click()
  await sees('脚本文字，非识别')
  await sees('这次通话会录音')
  await page.reload()
  await sees('这次通话会录音')
  await sees('我叫周小兰')
  await sees('特别孤单')

  await page.keyboard.press('Alt+S')
  await sees('已停止转写')
  const [{ callId } = { callId: '' }] = service.app.calls.list()
  expect(service.app.calls.session(callId)?.state.consented).toBe(false)
  hangUp.abort()
  await played
  await sees('通话已结束')
  await service.app.recorded()
  const stored = (await service.app.callLog.read(callId)).map(({ event }) => event)
  const words = stored.map((event) => (event.kind === 'transcript.final' ? event.text : '')).join('')
  expect(words).toContain('我叫[姓名1]')
  expect(words).not.toContain('再见')
  expect(complaints).toEqual([])
})
