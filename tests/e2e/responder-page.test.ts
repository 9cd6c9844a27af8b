import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { builtPages } from './built-pages.ts'
import { PlayedCall, PlayedService } from './played-service.ts'
import { connected, final, joined, notice, partial, said, speaks } from './told-call.ts'

/** As much of the browser's own type as these tests look at; the tests' own types are Node's. */
interface Element {
  isConnected: boolean
  innerText: string
  scrollHeight: number
  scrollTop: number
  clientHeight: number
  getRootNode(): { activeElement: Element | null }
}

const CALL = '6f2a3b1c-5d4e-4f60-8a7b-9c0d1e2fa3f2'
const OTHER = '0b9c8d7e-6f5a-4b3c-9d2e-1f0a9b8c7d6e'

let browser: Browser
let service: PlayedService
let address: string
let context: BrowserContext
let page: Page
/** What a browser says when a page breaks its policy, asks for what is not there, or fails. */
let complaints: string[]
let hosts: Set<string>

beforeAll(async () => {
  service = new PlayedService(builtPages())
  address = await service.listen()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await service?.close()
})

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  page = await context.newPage()
  complaints = []
  hosts = new Set()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A refused connection is the subject of some tests and is always reported by the browser.
    if (['error', 'warning'].includes(message.type()) && !message.text().includes('WebSocket'))
      complaints.push(message.text())
  })
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
})

afterEach(async () => {
  expect(complaints).toEqual([])
  expect([...hosts]).toEqual([new URL(address).host])
  await context.close()
  service.reset()
})

/** A call with both parties connected, open on the page. */
async function openCall(call = liveCall()): Promise<PlayedCall> {
  await page.goto(`${address}#call=${call.callId}`)
  await page.locator('live-transcript').waitFor()
  return call
}

function liveCall(): PlayedCall {
  const call = service.add(new PlayedCall(CALL))
  call.play(...connected())
  return call
}

const sees = (text: string | RegExp) => page.getByText(text).first().waitFor()
const rows = () => page.locator('live-transcript .row')
const stopButton = () => page.getByRole('button', { name: '停止转写' })

describe('the list of live calls', () => {
  test('shows calls as they come and go, and opens the chosen one', async () => {
    await page.goto(address)
    await sees('现在没有通话')
    const call = liveCall()
    service.add(new PlayedCall(OTHER, { startedAt: '2026-11-22T15:40:00.000Z' }))
    await expect.poll(() => page.locator('call-list li').count()).toBe(2)
    call.play(...said('r1', 1000, 3000, '您好，这里是心理援助热线。'))
    await page.locator('call-list li button').first().click()
    await sees('您好，这里是心理援助热线。')
    await expect.poll(() => page.locator('[aria-current=true]').innerText()).toContain('a3f2')

    service.calls.delete(OTHER)
    service.tellLists()
    await expect.poll(() => page.locator('call-list li').count()).toBe(1)
  })

  test('a call that is not there is said so, and is found when it comes', async () => {
    await page.goto(`${address}#call=${CALL}`)
    await sees('没有这通电话')
    liveCall()
    await sees('来电者还没开口')
    await expect.poll(() => page.getByText('没有这通电话').count()).toBe(0)
  })
})

describe('the live transcript', () => {
  test('a partial grows in place, its stable words apart from the rest, and becomes the final', async () => {
    const call = await openCall()
    await sees('来电者还没开口')
    call.play(speaks('c1', 2000), partial('c1', 2000, 3000, '我最近睡得', 0))
    await sees('我最近睡得')
    const row = await rows().last().elementHandle()
    call.play(partial('c1', 2000, 3600, '我最近睡不着觉', 4))
    await expect.poll(() => rows().last().locator('.stable').innerText()).toBe('我最近睡')
    expect(await rows().last().locator('bdi.tail').innerText()).toBe('不着觉')
    call.play(final('c1', 2000, 4000, '我最近睡不着觉。'))
    await sees('我最近睡不着觉。')
    expect(await rows().last().innerText()).toContain('来电者')
    expect(await page.locator('.turn.open').count()).toBe(0)
    expect(await row?.evaluate((e: Element) => e.isConnected && e.innerText.includes('睡不着觉。'))).toBe(
      true,
    )
  })

  test('two parties who speak at once keep the order in which they began', async () => {
    const call = await openCall()
    call.play(speaks('c1', 1000), speaks('r1', 2000), final('r1', 2000, 2600, '嗯。'))
    call.play(final('c1', 1000, 5000, '就是一直想着这件事。'))
    await sees('就是一直想着这件事。')
    expect(await page.locator('.turn p bdi').allInnerTexts()).toEqual(['就是一直想着这件事。', '嗯。'])
  })

  test('silence has its length; a sound or a gap is never silence', async () => {
    const call = await openCall()
    call.play(
      ...said('r1', 1000, 4000, '我在听，您慢慢来。'),
      { kind: 'sound.heard', atMs: 20_000, role: 'caller', startMs: 16_000, endMs: 19_000, loudnessDb: -40 },
      { kind: 'leg.gap', atMs: 31_000, role: 'caller', startMs: 24_000, endMs: 31_000, reason: 'recognizer' },
      ...said('c1', 32_000, 33_000, '喂。'),
      { kind: 'clock.tick', atMs: 75_000 },
    )
    await sees('静默 0:42')
    expect((await page.locator('.mark').allInnerTexts()).map((text) => text.split('\n')[1])).toEqual([
      '静默 0:12',
      '来电者有声音，没听懂，3 秒',
      '静默 0:05',
      '来电者缺 7 秒：识别没跟上，通话没有断',
      '静默 0:42',
    ])
  })

  test('nobody calls it silence when nobody could have heard', async () => {
    const call = await openCall()
    call.play(...said('c1', 500, 2000, '您好。'), { kind: 'clock.tick', atMs: 30_000 })
    await sees('静默 0:28')
    call.play({ kind: 'leg.left', atMs: 31_000, role: 'caller', reason: 'connection-lost' })
    await sees('来电者的声音断开了，接回来会继续。')
    expect(await page.getByText('静默').count()).toBe(0)
    call.play(
      { kind: 'leg.gap', atMs: 40_000, role: 'caller', startMs: 31_000, endMs: 40_000, reason: 'reconnect' },
      joined('caller', 40_000, true),
    )
    await sees('来电者缺 9 秒：声音断开过，已接回来')
    expect(await page.getByText('接回来会继续').count()).toBe(0)
  })

  test('crumbs of lost audio are added up and make no rows', async () => {
    const call = await openCall()
    for (let at = 10_000; at < 60_000; at += 5_000) {
      call.play({ kind: 'leg.gap', atMs: at, role: 'caller', startMs: at, endMs: at + 60, reason: 'loss' })
    }
    await sees('声音断续，共缺 0.6 秒')
    expect(await page.locator('.mark.gap').count()).toBe(0)
  })

  test('one mixed channel and a scripted recogniser are named plainly', async () => {
    const call = service.add(new PlayedCall(CALL, { recognizer: { name: 'scripted', scripted: true } }))
    call.play(joined('mixed'), notice(), ...said('m1', 1000, 3000, '您好，请讲。'))
    await openCall(call)
    await sees('单声道，分不清两个人')
    await sees('脚本文字，非识别')
    expect(await rows().last().innerText()).toContain('双方')
  })

  test('words are shown as words, whatever is in them', async () => {
    const call = await openCall()
    const hostile = '<img src=x onerror="document.title=\'taken\'"> <b>粗</b> &amp;'
    call.play(...said('c1', 1000, 3000, hostile), ...said('c2', 3000, 4000, 'abc \u202Egnp.exe'))
    await sees(hostile)
    expect(await page.locator('live-transcript img').count()).toBe(0)
    const [time, text] = await Promise.all([
      rows().last().locator('.at').boundingBox(),
      rows().last().locator('p').boundingBox(),
    ])
    expect(time && text && time.x < text.x).toBe(true)
    expect(await page.title()).toBe('通话转写')
  })

  test('follows the newest line until the person scrolls up, and again on 回到最新', async () => {
    const call = liveCall()
    call.play(
      ...Array.from({ length: 3000 }, (_, i) =>
        said(`c${i}`, i * 2000, i * 2000 + 1500, `第${i}句话`),
      ).flat(),
    )
    await openCall(call)
    await page.getByText('第2999句话', { exact: true }).waitFor()
    const scroller = page.locator('live-transcript .scroller')
    const fromEnd = () => scroller.evaluate((s: Element) => s.scrollHeight - s.scrollTop - s.clientHeight)
    await expect.poll(fromEnd).toBeLessThanOrEqual(1)

    await scroller.hover()
    await page.mouse.wheel(0, -900)
    await page.getByRole('button', { name: '回到最新' }).waitFor()
    const top = await scroller.evaluate((s: Element) => s.scrollTop)
    call.play(...said('r3000', 6_001_000, 6_002_000, '我在听。'))
    await page.getByRole('button', { name: '1 句新的' }).waitFor()
    expect(await scroller.evaluate((s: Element) => s.scrollTop)).toBe(top)

    await page.getByRole('button', { name: '回到最新' }).click()
    await expect.poll(fromEnd).toBeLessThanOrEqual(1)
    call.play(...said('c3001', 6_003_000, 6_004_000, '谢谢。'))
    await sees('谢谢。')
    await expect.poll(fromEnd).toBeLessThanOrEqual(1)
  })
})

describe('notice and consent', () => {
  test('no words before the notice; 已告知 tells the service', async () => {
    const call = service.add(new PlayedCall(CALL, { noticePolicy: 'responder' }))
    call.play(joined('caller'), joined('responder'), speaks('r1', 1000), partial('r1', 1000, 2000, '您好'))
    await openCall(call)
    await sees('还没告知录音与转写，先不显示文字。')
    expect(await page.getByText('您好').count()).toBe(0)
    await page.getByRole('button', { name: '已告知' }).click()
    await expect.poll(() => call.commands).toEqual(['notice-given'])
    call.play({ kind: 'notice.given', atMs: 5000, by: 'responder' }, ...said('c1', 6000, 7000, '好的。'))
    await sees('好的。')
    await sees('已告知录音与转写')
  })

  test('停止转写 by key stops at once; going on takes the caller’s word', async () => {
    const call = await openCall()
    call.play(...said('c1', 1000, 3000, '我想先说说家里的事。'), speaks('c2', 4000))
    call.play(partial('c2', 4000, 5000, '这句不要记'))
    await sees('这句不要记')
    await page.keyboard.press('Alt+s')
    await expect.poll(() => page.getByText('这句不要记').count()).toBe(0)
    await expect.poll(() => call.commands).toEqual(['stop-transcription'])
    call.play({ kind: 'consent.changed', atMs: 5200, scope: 'transcribe', granted: false, by: 'responder' })
    await sees('已停止转写，没存的已丢弃。')
    expect(await page.getByText('我想先说说家里的事。').count()).toBe(1)
    expect(await page.locator('health-line ul').innerText()).toContain('识别 停止')
    await page.keyboard.press('Alt+s')

    await page.getByRole('button', { name: '重新征得同意' }).click()
    await page.getByRole('button', { name: '没有同意' }).click()
    await page.getByRole('button', { name: '重新征得同意' }).press('Enter')
    await page.getByRole('button', { name: '同意了，继续转写' }).press('Enter')
    await expect.poll(() => call.commands).toEqual(['stop-transcription', 'resume-transcription'])
    call.play({ kind: 'consent.changed', atMs: 9000, scope: 'transcribe', granted: true, by: 'responder' })
    await stopButton().waitFor()
    expect(await page.getByText('已停止转写').count()).toBe(0)
  })

  test('停止转写 that was pressed without a connection is sent when it is back', async () => {
    const call = await openCall()
    await sees('来电者还没开口')
    service.isUp = false
    call.cut()
    await sees('和服务的连接断了')
    await stopButton().click()
    await page.getByRole('button', { name: '连上就停止' }).waitFor()
    service.isUp = true
    await expect.poll(() => call.commands, { timeout: 15_000 }).toEqual(['stop-transcription'])
  })
})

describe('the connection', () => {
  test('a reload takes a snapshot and goes on from it', async () => {
    const call = await openCall()
    call.play(...said('c1', 1000, 3000, '我姓周。'))
    await sees('我姓周。')
    await page.reload()
    await sees('我姓周。')
    call.play(...said('r1', 3000, 5000, '周女士，您好。'))
    await sees('周女士，您好。')
    expect(call.asked).toEqual(['', ''])
    expect(await rows().count()).toBe(2)
  })

  test('after a cut it asks for what it missed, gets it once, and says so', async () => {
    const call = await openCall()
    call.play(...said('c1', 1000, 3000, '断之前。'))
    await sees('断之前。')
    const seq = call.seq
    service.isUp = false
    call.cut()
    await sees('和服务的连接断了，正在重连。通话没有断。')
    expect(await page.locator('health-line ul').innerText()).toContain('连接 断开')
    call.play(...said('r1', 4000, 6000, '断的时候。'))
    service.isUp = true
    await sees('断的时候。')
    await sees('已连上，断开时的内容补齐了。')
    expect(call.asked).toEqual(['', `epoch=first-life&seq=${seq}`])
    expect(await page.locator('.turn p bdi').allInnerTexts()).toEqual(['断之前。', '断的时候。'])
  })

  test('after a restart of the service, its snapshot takes the place of what was shown', async () => {
    const call = await openCall()
    call.play(...said('c1', 1000, 3000, '我叫周静。'))
    await sees('我叫周静。')
    call.epoch = 'second-life'
    const [segment] = call.state.segments
    if (segment) call.state = { ...call.state, segments: [{ ...segment, text: '我叫[姓名1]。' }] }
    call.cut()
    await sees('我叫[姓名1]。')
    expect(await page.getByText('周静').count()).toBe(0)
  })

  test.each([
    [
      'an event of a newer version',
      { type: 'events', events: [{ seq: 4, event: { kind: 'risk.signal', atMs: 1 } }] },
    ],
    ['a message that is not there yet', { type: 'handover', to: 'B03' }],
    [
      'a hole in the numbers',
      { type: 'events', events: [{ seq: 99, event: { kind: 'clock.tick', atMs: 9000 } }] },
    ],
  ])('%s: a line says so and a snapshot puts it right', async (_, message) => {
    const call = await openCall()
    await sees('来电者还没开口')
    service.isUp = false
    call.tellRaw(JSON.stringify({ ...message, epoch: call.epoch }))
    await sees('收到这个页面看不懂的消息，正在重新取。')
    call.play(...said('c1', 1000, 3000, '后来说的。'))
    service.isUp = true
    await sees('后来说的。')
    await sees('内容已重新取全。')
    expect(call.asked).toEqual(['', ''])
  })

  test('a connection on which nothing arrives is given up, since a live call ticks', async () => {
    await page.clock.install()
    const call = await openCall()
    await sees('来电者还没开口')
    await page.clock.fastForward(16_000)
    await sees('和服务的连接断了')
    await page.clock.fastForward(2_000)
    await expect.poll(() => call.asked.length).toBe(2)
  })

  test('the ended call stays readable', async () => {
    const call = await openCall()
    call.play(...said('c1', 1000, 3000, '谢谢你。'), { kind: 'call.ended', atMs: 61_000, reason: 'left' })
    await sees('通话已结束。')
    expect(await page.getByRole('timer').innerText()).toBe('1:01')
    expect(await stopButton().count()).toBe(0)
    expect(await page.getByText('谢谢你。').count()).toBe(1)
  })
})

test('a part that fails is told in a line and in the health line, until it is well again', async () => {
  const call = await openCall()
  expect(await page.locator('health-line ul').innerText()).toMatch(
    /声音 正常\s+识别 正常\s+遮盖 开\s+保存 正常/,
  )
  call.play({ kind: 'system.degraded', atMs: 65_000, part: 'recognizer', reason: 'crashed', lost: 2 })
  await page.getByRole('status').getByText('识别 1:05 起不正常').waitFor()
  expect(await page.locator('health-line .amiss').innerText()).toMatch(
    /^识别 停了，正在重启 0:0\d · 缺 2 条$/,
  )
  call.play({ kind: 'system.recovered', atMs: 70_000, part: 'recognizer' })
  await expect.poll(() => page.getByRole('status').innerText()).toBe('')
})

test('the transcript is a log that is not read out, and Alt C goes to it', async () => {
  const call = await openCall()
  call.play(...said('c1', 1000, 3000, '您好。'))
  await sees('您好。')
  const log = page.getByRole('log', { name: '实时转写' })
  expect(await log.getAttribute('aria-live')).toBe('off')
  await page.keyboard.press('Alt+c')
  expect(await log.evaluate((log: Element) => log.getRootNode().activeElement === log)).toBe(true)
})

test('speaks English when asked, and keeps to it over a reload', async () => {
  await openCall()
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Stop transcription' }).waitFor()
  await page.reload()
  await sees('The caller has not spoken yet.')
  await page.getByRole('button', { name: '中文' }).click()
  await stopButton().waitFor()
})

test('no word of a call is ever in the browser’s storage', async () => {
  const call = await openCall()
  call.play(...said('c1', 1000, 3000, '只在内存里。'))
  await sees('只在内存里。')
  await page.getByRole('button', { name: '切换明暗' }).click()
  await page.reload()
  await sees('只在内存里。')
  const stored = await page.evaluate(`(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: 'caches' in window ? (await caches.keys()).length : 0,
    workers: (await navigator.serviceWorker?.getRegistrations() ?? []).length,
    cookies: document.cookie,
  }))()`)
  expect(stored).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0, cookies: '' })
  expect(page.url()).not.toContain(encodeURIComponent('内存'))
})
