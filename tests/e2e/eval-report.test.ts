import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { reportOf } from '../../eval/report/report.ts'
import { SUITES } from '../../eval/suites/registry.ts'
import { callOf, datasetOf } from '../unit/eval/labelled.ts'
import { caseOf, findingOf, logOf, resultOf } from '../unit/eval/logged.ts'
import { openBrowser } from './browser.ts'

/** Calls that somebody else might have had, each with a leak; every third one also has a danger missed. */
const CALLS = Array.from({ length: 60 }, (_, i) =>
  callOf(['R 您好', `C 我叫小禾${i}号`, 'R 您说', 'C 有时候想一觉睡过去', 'R 我在听', 'C 嗯'], {
    id: `c${String(i).padStart(3, '0')}`,
    origin: i === 1 ? 'real' : 'authored',
  }),
)
const LOG = logOf(
  [
    resultOf('redaction', { leakedCalls: [1, 60, 1, 1] }),
    resultOf('risk', { 'recall.ideation': [0, 20, 0, 0] }),
  ],
  CALLS.flatMap(({ id }, i) => [
    caseOf('redaction', id, {
      slices: { dialect: i % 2 === 0 ? 'wuhan' : 'none' },
      findings: [findingOf('name leaked', { severity: 2, turns: [1], span: { start: 2, end: 4 } })],
      claims: [{ detector: 'redaction.name', confidence: i / 60, correct: i > 30 }],
    }),
    ...(i % 3 === 0
      ? [
          caseOf('risk', id, {
            findings: [
              findingOf('ideation missed', { severity: 1, turns: [3] }),
              findingOf('plan asked, not noticed', { turns: [5] }),
            ],
          }),
        ]
      : []),
  ]),
)

let browser: Browser
let folder: string
let file: string
let page: Page
let requests: string[]
let complaints: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'))
  file = join(folder, 'report.html')
  await writeFile(
    file,
    reportOf({
      log: LOG,
      suites: SUITES,
      dataset: datasetOf({ calls: CALLS }),
      words: { ownData: false, withText: false },
      data: 'labels/calls.jsonl',
      baseline: null,
      failedGates: ['risk recall.ideation is 0.000, below its gate 0.900'],
    }),
  )
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true })
})

beforeEach(async () => {
  requests = []
  complaints = []
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.on('request', (request) => requests.push(request.url()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
})

afterEach(async () => {
  const asked = requests.filter((url) => !url.startsWith(pathToFileURL(file).href))
  await page.close()
  // What the page was asked to do must not have fetched anything, nor have failed quietly.
  expect({ asked, complaints }).toEqual({ asked: [], complaints: [] })
})

const open = (anchor = '') => page.goto(`${pathToFileURL(file).href}${anchor}`)
const status = () => page.getByRole('status').textContent()
const ids = () => page.locator('.case h3').allTextContents()

test('opens from disk, the gravest cases first, and draws more only as one comes near', async () => {
  await open()
  expect(await page.getByRole('note').textContent()).toContain('below its gate 0.900')
  expect(await status()).toBe('80 例，100 处错；共 80 例')
  expect((await ids()).slice(0, 2)).toEqual(['c000', 'c003'])
  const drawn = await page.locator('.case').count()
  expect(drawn).toBeLessThan(80)
  await page.locator('.case').last().scrollIntoViewIfNeeded()
  await expect.poll(() => page.locator('.case').count()).toBeGreaterThan(drawn)
})

test('filters by suite, severity, kind and slice', async () => {
  await open()
  await page.getByLabel('测什么').selectOption('risk')
  expect(await status()).toBe('20 例，40 处错；共 80 例')
  await page.getByLabel('轻重').selectOption('1')
  expect(await status()).toBe('20 例，20 处错；共 80 例')
  expect(await page.locator('.case').first().textContent()).toContain('这一例另有 1 处不合筛选')
  await page.getByRole('button', { name: '清除' }).click()
  expect(await status()).toBe('80 例，100 处错；共 80 例')
  await page.getByLabel('哪种错').selectOption('plan asked, not noticed')
  expect(await status()).toBe('20 例，20 处错；共 80 例')
  await page.getByRole('button', { name: '清除' }).click()
  await page.getByRole('combobox', { name: '切片', exact: true }).selectOption('dialect: wuhan')
  expect(await status()).toBe('30 例，30 处错；共 80 例')
})

test('a slice of the table leads to its error cases', async () => {
  await open()
  await page.getByRole('row', { name: 'dialect: wuhan' }).getByRole('link', { name: '30 例' }).click()
  expect(await status()).toBe('30 例，30 处错；共 80 例')
})

test('searches words, ids and labels, with the keyboard alone', async () => {
  await open()
  await page.getByLabel('搜索').focus()
  await page.keyboard.type('小禾43号')
  expect(await status()).toBe('1 例，1 处错；共 80 例')
  expect(await ids()).toEqual(['c043'])
  await page.getByLabel('搜索').fill('c04 ideation')
  expect(await ids()).toEqual(['c042', 'c045', 'c048'])
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await status()).toBe('80 例，100 处错；共 80 例')
})

test('shows a case with what was expected and got, its turns around, the span and the command that runs it', async () => {
  await open()
  await page.getByLabel('搜索').fill('c042 leaked')
  const card = page.locator('.case')
  expect(await card.locator('mark').textContent()).toBe('小禾')
  expect(await card.locator('.turn').allTextContents()).toEqual([
    '0 · 0:00接线员您好',
    '1 · 0:05来电者我叫小禾42号',
    '2 · 0:10接线员您说',
    '3 · 0:15来电者有时候想一觉睡过去',
  ])
  expect(await card.locator('.turn.linked').count()).toBe(1)
  expect(await card.locator('.what').textContent()).toBe('2 泄露或误导name leaked标注 this系统 that')
  expect(await card.locator('code').textContent()).toBe(
    'npm run eval -- redaction --filter c042 --data labels/calls.jsonl',
  )
})

test('withholds the words of a real call and gives the place', async () => {
  await open()
  await page.getByLabel('搜索').fill('c001')
  const card = page.locator('.case')
  expect(await card.locator('.withheld').textContent()).toBe('原话不显示（words withheld）：第 1 句，字 2–4')
  expect(await card.locator('.turn').count()).toBe(0)
  await page.getByLabel('搜索').fill('小禾1号')
  expect(await status()).toBe('0 例，0 处错；共 80 例')
})

test('the address of a case leads to it, though it is not drawn yet or filtered away', async () => {
  await open('#redaction%2Fc058')
  const focused = () => page.evaluate<string>('document.activeElement.id')
  expect(await focused()).toBe('redaction/c058')
  expect(await page.locator('[id="redaction/c058"]').isVisible()).toBe(true)
  await page.getByLabel('测什么').selectOption('redaction')
  await page.evaluate("location.hash = '#risk%2Fc003'")
  await expect.poll(focused).toBe('risk/c003')
  expect(await page.getByLabel('测什么').inputValue()).toBe('')
  // The link of a case is its address.
  await page.locator('[id="risk/c003"]').getByRole('link', { name: 'c003' }).click()
  expect(page.url()).toContain('#risk%2Fc003')
})

test('is light or dark as the reader’s machine is, and as the reader says', async () => {
  const ground = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')
  await page.emulateMedia({ colorScheme: 'light' })
  await open()
  const light = await ground()
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await ground()
  expect(dark).not.toBe(light)
  await page.getByRole('button', { name: '切换明暗' }).click()
  expect(await ground()).toBe(light)
})

test('fits a narrow window: only tables scroll sideways, each by itself', async () => {
  await page.setViewportSize({ width: 320, height: 700 })
  await open()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
})

test('prints every case, what is folded, and no controls', async () => {
  await open()
  const folded = () => page.evaluate<number>("document.querySelectorAll('details:not([open])').length")
  const before = await folded()
  expect(before).toBeGreaterThan(0)
  await page.evaluate(
    "addEventListener('beforeprint', () => { window.folded = document.querySelectorAll('details:not([open])').length })",
  )
  await page.pdf()
  expect(await page.evaluate('window.folded')).toBe(0)
  expect(await folded()).toBe(before)
  expect(await page.locator('.case').count()).toBe(80)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByRole('button', { name: '切换明暗' }).click()
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('#case-filters').isVisible()).toBe(false)
  expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
    'rgb(255, 255, 255)',
  )
})
