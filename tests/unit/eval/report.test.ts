import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { RunLog } from '../../../eval/log/run-log.ts'
import type { ErrorCases } from '../../../eval/report/error-cases.ts'
import { binsOf } from '../../../eval/report/reliability.ts'
import { reportOf, type Told } from '../../../eval/report/report.ts'
import { SUITES } from '../../../eval/suites/registry.ts'
import { callOf, datasetOf } from './labelled.ts'
import { caseOf, findingOf, logOf, resultOf } from './logged.ts'

function pageOf(log: RunLog, told: Partial<Told> = {}): string {
  return reportOf({
    log,
    suites: SUITES,
    dataset: datasetOf({}),
    words: { ownData: false, withText: false },
    data: 'calls.jsonl',
    baseline: null,
    failedGates: null,
    ...told,
  })
}

/** What the script of the page reads. */
function embedded(page: string): ErrorCases {
  return JSON.parse(
    /<script type="application\/json" id="error-cases">(.*?)<\/script>/s.exec(page)?.[1] ?? '',
  )
}

/** What a row of a table says, cells side by side. */
function row(page: string, name: string): string {
  const start = page.indexOf(`<code>${name}</code>`)
  expect(start).toBeGreaterThan(0)
  return page
    .slice(start, page.indexOf('</tr>', start))
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
}

const scored = logOf(
  [
    resultOf('special', { 'f1.macro': [0.7, 40, 0.6, 0.8], 'recall.chat': [0.5, 40, 0.4, 0.6] }),
    resultOf('redaction', { overRedaction: [0.01, 9000, 0.005, 0.02], leakedCalls: [0.25, 112, 0.1, 0.4] }),
    resultOf('risk', { falseReassurance: [0.118, 34, 0.028, 0.233], 'recall.plan': [0.889, 9, 0.625, 1] }),
    { kind: 'suite', suite: 'ticket', n: 0, unscored: 'nothing fills the ticket yet', metrics: {} },
  ],
  [],
)

describe('the headline', () => {
  test('tells missed dangers first, then leaks, then the rest, in whatever order they were scored', () => {
    const page = pageOf(scored)
    const places = [
      '<h3>漏掉的危险</h3>',
      'risk falseReassurance',
      'risk recall.plan',
      '<h3>泄露的个人信息</h3>',
      'redaction leakedCalls',
      '<h3>其余</h3>',
      'special f1.macro',
      'redaction overRedaction',
    ].map((text) => page.indexOf(text))
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places.slice(0, 6)).toEqual(places.slice(0, 6).toSorted((a, b) => a - b))
    expect(Math.min(...places.slice(6))).toBeGreaterThan(places[5] as number)
    // Nothing that is missed first stands behind a fold.
    expect(page.slice(places[0], places[5])).not.toContain('<details')
    expect(page.slice(page.indexOf('<details'))).toContain('special recall.chat')
  })

  test('has value, interval and n of each figure, and says in words where n is small', () => {
    const page = pageOf(scored)
    expect(row(page, 'risk falseReassurance')).toContain('0.118 0.028 – 0.233 34')
    expect(row(page, 'risk falseReassurance')).not.toContain('样本少')
    expect(row(page, 'risk recall.plan')).toContain('0.889 0.625 – 1.000 9 样本少：只有 9 个，不可靠')
  })

  test('names a suite that was not scored, with its reason', () => {
    expect(pageOf(scored)).toMatch(/工单 ticket<\/b> 没有评（unscored）：nothing fills the ticket yet/)
  })

  test('a danger that was not scored stands in front, not at the end', () => {
    const page = pageOf(
      logOf(
        [
          resultOf('redaction', { leakedCalls: [0.25, 112, 0.1, 0.4] }),
          { kind: 'suite', suite: 'risk', n: 0, unscored: 'nothing follows it yet', metrics: {} },
        ],
        [],
      ),
    )
    expect(page.indexOf('nothing follows it yet')).toBeGreaterThan(0)
    expect(page.indexOf('nothing follows it yet')).toBeLessThan(page.indexOf('redaction leakedCalls'))
  })

  test('says which gates failed, and whether any were asked for', () => {
    const failed = pageOf(scored, { failedGates: ['risk recall.plan is 0.889, below its gate 0.95'] })
    expect(failed).toContain('<li>risk recall.plan is 0.889, below its gate 0.95</li>')
    expect(pageOf(scored, { failedGates: [] })).toContain('门槛（gates）没有不过的')
    expect(pageOf(scored)).toContain('没有对门槛')
  })

  test('has the gain over a baseline, of the cases that both have', () => {
    const leaked = (n: number) => ({ counts: { leakedCalls: n, 'leakedCalls.of': 1 } })
    const result = resultOf('redaction', { leakedCalls: [0, 2, 0, 0] })
    const now = logOf([result], [caseOf('redaction', 'a', leaked(0)), caseOf('redaction', 'b', leaked(0))])
    const before = logOf(
      [result],
      [
        caseOf('redaction', 'a', leaked(1)),
        caseOf('redaction', 'b', leaked(1)),
        // Only the baseline has this one: it must not count.
        caseOf('redaction', 'c', leaked(0)),
      ],
    )
    expect(row(pageOf(now, { baseline: before }), 'redaction leakedCalls')).toContain(
      '+1.000 +1.000 – +1.000 变好',
    )
    expect(row(pageOf(before, { baseline: now }), 'redaction leakedCalls')).toContain(
      '−1.000 −1.000 – −1.000 变差',
    )
    expect(row(pageOf(now, { baseline: now }), 'redaction leakedCalls')).toContain('没有变')
    expect(row(pageOf(now), 'redaction leakedCalls')).not.toMatch(/变/)
  })
})

describe('what explains the figures', () => {
  const found = (n: number) => ({ 'recall.all': n, 'recall.all.of': 2 })
  const cases = [
    caseOf('redaction', 'a', {
      slices: { dialect: 'wuhan' },
      counts: found(2),
      confusions: {
        'personal items': [
          ['name', 'name'],
          ['name', 'leaked'],
        ],
      },
      claims: [
        { detector: 'redaction.name', confidence: 0.91, correct: true },
        { detector: 'redaction.name', confidence: 0.99, correct: false },
        { detector: 'redaction.name', confidence: 1, correct: true },
        { detector: 'redaction.name', confidence: 0.35, correct: false },
      ],
    }),
    caseOf('redaction', 'b', {
      slices: { dialect: 'wuhan' },
      counts: found(1),
      confusions: { 'personal items': [['name', 'name']] },
    }),
    caseOf('redaction', 'c', { slices: { dialect: 'none' }, counts: found(0) }),
  ]
  const page = pageOf(logOf([resultOf('redaction', {})], cases))

  test('confusions are counted over cases', () => {
    const matrix = page.slice(page.indexOf('redaction · personal items'))
    expect(matrix.slice(0, matrix.indexOf('</table>')).match(/<td[^>]*>(\d+|·)<\/td>/g)).toEqual([
      expect.stringContaining('>2<'),
      expect.stringContaining('>1<'),
      expect.stringContaining('>3<'),
    ])
  })

  test('claims are binned by tenth of confidence; full confidence is in the last one', () => {
    const bins = binsOf(cases.flatMap(({ claims }) => claims))
    expect(bins.map(({ n }) => n)).toEqual([1, 3])
    expect(bins[0]).toEqual({ n: 1, confidence: 0.35, correct: 0 })
    expect(bins[1]?.confidence).toBeCloseTo((0.91 + 0.99 + 1) / 3)
    expect(bins[1]?.correct).toBeCloseTo(2 / 3)
    expect(page).toContain('把握 0.350 时对 0.000（1 个）；把握 0.967 时对 0.667（3 个）')
  })

  test('slices have figure, n, number of cases and a warning where there is little', () => {
    const at = page.indexOf('dialect: wuhan')
    const line = page.slice(at, page.indexOf('</tr>', at)).replace(/<[^>]+>/g, ' ')
    expect(line.replace(/\s+/g, ' ')).toMatch(/^dialect: wuhan 2 0\.750 0\.500 – 1\.000，n = 4 少/)
  })
})

describe('error cases', () => {
  const turns = ['R 一', 'C 二', 'R 三', 'C 四我叫小禾', 'R 五', 'C 六', 'R 七', 'C 八']
  const leak = findingOf('name leaked', { severity: 2, turns: [3], span: { start: 3, end: 5 } })
  const log = logOf(
    [],
    [
      caseOf('ticket', 'x1', {
        findings: [findingOf('region not suggested', { expected: '小城', turns: [1] })],
      }),
      caseOf('redaction', 'x1', { findings: [leak] }),
      caseOf('redaction', 'p1', { findings: [{ ...leak, turns: [0] }] }),
      caseOf('risk', 'x1', { findings: [findingOf('plan missed', { severity: 1 })] }),
      caseOf('special', 'x1'),
    ],
  )
  const sentence = { id: 'p1', text: '这里是小满', pii: [] }
  const datasetFrom = (origin: 'real' | 'authored') =>
    datasetOf({ calls: [callOf(turns, { origin })], redactionSentences: [sentence] })

  test('the gravest come first, and a case without errors is none', () => {
    const { cases } = embedded(pageOf(log))
    expect(cases.map(({ suite, id }) => `${suite}/${id}`)).toEqual([
      'risk/x1',
      'redaction/x1',
      'redaction/p1',
      'ticket/x1',
    ])
  })

  test('have the words of an authored call, two turns before and after, and no more', () => {
    const { said } = embedded(pageOf(log, { dataset: datasetFrom('authored') }))
    expect(Object.keys(said.x1 ?? {})).toEqual(['0', '1', '2', '3', '4', '5'])
    expect(said.x1?.[3]).toEqual(['caller', 15, '四我叫小禾'])
  })

  test('have no word of a real call, also not where a ticket field repeats it, and say so', () => {
    const page = pageOf(log, { dataset: datasetFrom('real') })
    expect(page).toContain('words withheld')
    for (const word of ['小禾', '小城', '小满', '四我']) expect(page).not.toContain(word)
    expect(embedded(page).cases[1]?.findings).toEqual([leak])
  })

  test('have the words of sentences only for the project’s own set', () => {
    const own = { ownData: true, withText: false }
    expect(pageOf(log, { dataset: datasetFrom('authored') })).not.toContain('小满')
    const page = pageOf(log, { dataset: datasetFrom('real'), words: own })
    expect(page).toContain('小满')
    expect(page).not.toContain('小禾')
  })

  test('have all words with --with-text', () => {
    const page = pageOf(log, { dataset: datasetFrom('real'), words: { ownData: false, withText: true } })
    for (const word of ['小禾', '小城', '小满']) expect(page).toContain(word)
    expect(page).not.toContain('例的原话不显示')
  })

  test('of the suite with a language model are shown with the words of the call that they are of', () => {
    const withModel = logOf([], [caseOf('llm', 'risk/x1', { findings: [leak] })])
    expect(embedded(pageOf(withModel, { dataset: datasetFrom('authored') })).said).toHaveProperty('x1')
    const region = caseOf('llm', 'ticket/x1', {
      findings: [findingOf('region not suggested', { expected: '小城' })],
    })
    expect(pageOf(logOf([], [region]))).not.toContain('小城')
  })

  test('know the command line that scores them again, quoted for a shell', () => {
    expect(embedded(pageOf(log, { data: undefined })).data).toBe('')
    expect(embedded(pageOf(log, { data: 'labels/calls.jsonl' })).data).toBe(' --data labels/calls.jsonl')
    expect(embedded(pageOf(log, { data: "a b's" })).data).toBe(` --data 'a b'\\''s'`)
  })
})

describe('a page keeps to itself', () => {
  const hostile = '</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)>'
  const page = pageOf(
    logOf(
      [{ kind: 'suite', suite: 'risk', n: 0, unscored: hostile, metrics: {} }],
      [
        caseOf('risk', hostile, {
          slices: { [hostile]: hostile },
          findings: [findingOf(hostile, { turns: [0] })],
          claims: [{ detector: hostile, confidence: 0.5, correct: true }],
          confusions: { [hostile]: [[hostile, hostile]] },
        }),
      ],
    ),
    {
      dataset: datasetOf({ signalSentences: [{ id: hostile, text: hostile, labels: {} }] }),
      words: { ownData: true, withText: true },
      failedGates: [hostile],
    },
  )

  test('nothing in the data becomes markup', () => {
    expect(page.match(/<script/g)).toHaveLength(2)
    expect(page).not.toContain('<img')
    expect(page.match(/<!--/g)).toBeNull()
  })

  test('and nothing of it is lost', () => {
    expect(embedded(page).said[hostile]?.[0]).toEqual([null, null, hostile])
  })

  test('its policy lets only its own script run, and nothing be fetched', () => {
    const script = /<script>(.*?)<\/script>/s.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(script).digest('base64')
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1]
    expect(policy).toContain('default-src &#39;none&#39;')
    expect(policy).toContain(`script-src &#39;sha256-${hash}&#39;`)
    expect(script.length).toBeGreaterThan(1000)
    expect(page).not.toMatch(/\b(src|href)="(?!#)/)
    expect(page).not.toMatch(/url\(|@import/)
  })
})
