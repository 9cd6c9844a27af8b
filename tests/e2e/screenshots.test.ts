import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallEvent } from '../../server/call/call-event.ts'
import { openBrowser } from './browser.ts'
import { builtPages } from './built-pages.ts'
import { PlayedCall, PlayedService } from './played-service.ts'
import { connected, joined, partial, said, speaks } from './told-call.ts'

/** Where the pictures go, for a person to look at; git ignores it. */
const OUT = fileURLToPath(new URL('../../out/', import.meta.url))

/** The first minutes of a fictional call. */
const TALK: CallEvent[] = [
  ...connected(),
  ...said('r1', 2_000, 6_000, '这两周一直睡不好，白天还要上班，一定很累。'),
  ...said('c1', 8_000, 14_000, '嗯……我妈在住院，我不能再跟她说这些，也不知道还能跟谁讲。'),
  ...said('r2', 15_000, 17_500, '一个人扛着，还要瞒着家里。'),
  ...said(
    'c2',
    19_000,
    28_000,
    '我也不知道为什么跟你说这个。每天也就睡三个小时，夜里手机一响就心慌，外头欠的那些也不敢去想。',
  ),
  { kind: 'leg.gap', atMs: 37_000, role: 'caller', startMs: 30_000, endMs: 37_000, reason: 'recognizer' },
  ...said('r3', 39_000, 44_000, '谢谢你愿意告诉我。我们不着急，先说说最近这几天是怎么过来的，好吗？'),
  { kind: 'sound.heard', atMs: 55_000, role: 'caller', startMs: 52_000, endMs: 55_200, loudnessDb: -38 },
  ...said('r4', 62_000, 64_000, '没关系，我在。'),
  speaks('c3', 88_000),
  partial('c3', 88_000, 92_000, '我妹妹小禾明天早上会过来陪我，她说要给我带', 17),
]

const SCENES: Record<
  string,
  { call: () => PlayedCall | null; after?: (call: PlayedCall, page: Page) => Promise<void> }
> = {
  list: { call: () => null },
  talking: { call: () => played(TALK) },
  'awaiting-notice': {
    call: () => played([joined('caller'), joined('responder')], { noticePolicy: 'responder' }),
  },
  stopped: {
    call: () =>
      played([
        ...TALK,
        { kind: 'consent.changed', atMs: 94_000, scope: 'transcribe', granted: false, by: 'responder' },
      ]),
    after: async (_, page) => page.getByRole('button', { name: '重新征得同意' }).click(),
  },
  troubled: {
    call: () =>
      played(
        [
          ...TALK,
          { kind: 'leg.left', atMs: 102_000, role: 'caller', reason: 'connection-lost' },
          { kind: 'system.degraded', atMs: 103_000, part: 'store', reason: 'unreachable', lost: 3 },
        ],
        { recognizer: { name: 'scripted', scripted: true } },
      ),
    after: async (call, page) => {
      service.isUp = false
      call.cut()
      await page.getByText('和服务的连接断了').waitFor()
    },
  },
}

let browser: Browser
let service: PlayedService
let address: string

function played(events: CallEvent[], started = {}): PlayedCall {
  const call = new PlayedCall('6f2a3b1c-5d4e-4f60-8a7b-9c0d1e2fa3f2', started)
  call.play(...events)
  return service.add(call)
}

beforeAll(async () => {
  mkdirSync(OUT, { recursive: true })
  service = new PlayedService(builtPages())
  address = await service.listen()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await service?.close()
})

describe.each(Object.keys(SCENES))('%s', (name) => {
  test.each([1280, 360, 320])('fits %i px and is drawn in both themes', async (width) => {
    const scene = SCENES[name]
    const call = scene?.call() ?? null
    if (!call) {
      played(TALK)
      const other = service.add(
        new PlayedCall('0b9c8d7e-6f5a-4b3c-9d2e-1f0a9b8c7d6e', { startedAt: '2026-11-22T15:46:00.000Z' }),
      )
      other.play(joined('mixed'), {
        kind: 'system.degraded',
        atMs: 60_000,
        part: 'recognizer',
        reason: 'overloaded',
      })
      service.tellLists()
    }
    const context = await browser.newContext({
      viewport: { width, height: width > 1000 ? 800 : 720 },
      timezoneId: 'Asia/Shanghai',
    })
    const page = await context.newPage()
    await page.goto(`${address}${call ? `#call=${call.callId}` : ''}`)
    await page
      .locator(call ? 'live-transcript' : 'call-list li')
      .first()
      .waitFor()
    if (call) await scene?.after?.(call, page)
    await page.evaluate('document.fonts.ready')
    const grounds: unknown[] = []
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      grounds.push(
        await page.evaluate('getComputedStyle(document.querySelector("hotline-widget")).backgroundColor'),
      )
      await page.screenshot({ path: `${OUT}${name}-${width}-${colorScheme}.png`, animations: 'disabled' })
    }
    expect(new Set(grounds).size).toBe(2)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await context.close()
    service.reset()
  })
})
