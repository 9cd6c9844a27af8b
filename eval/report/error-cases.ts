import type { RunLog } from '../log/run-log.ts'
import { embeddedJson, type Html, html } from './html.ts'
import { type LoggedFinding, type ShownTurn, sampleOf, withoutWords } from './shown-words.ts'
import { slicesIn } from './slices.ts'
import { severityWord, suiteTitle } from './wording.ts'

/** How many turns before and after those of a finding are shown with it. */
const CONTEXT = 2

/** What `cases.js` reads. Words stand in it once a call, whatever the number of suites that found something there. */
export interface ErrorCases {
  /** The rest of the command line that scores a case again, behind the name of its suite and id. */
  readonly data: string
  readonly context: number
  readonly severities: Readonly<Record<1 | 2 | 3, string>>
  readonly said: Readonly<Record<string, Readonly<Record<number, ShownTurn>>>>
  readonly cases: readonly {
    readonly suite: string
    readonly id: string
    /** Whose words are shown; withheld where `said` has none. */
    readonly sample: string
    readonly slices: Readonly<Record<string, string>>
    readonly findings: readonly LoggedFinding[]
  }[]
}

/**
 * The error cases, the gravest first: a form to filter and search them, and their data, which the browser draws as
 * far as somebody looks. `data` is the path that was given with `--data`.
 */
export function errorCases(
  { cases }: RunLog,
  words: ReadonlyMap<string, readonly ShownTurn[]>,
  data: string | undefined,
): Html | null {
  const wrong = cases
    .filter(({ findings }) => findings.length > 0)
    .map((one) => {
      const sample = sampleOf(one)
      const shown = words.has(sample)
      const findings = shown ? one.findings : one.findings.map(withoutWords)
      return {
        suite: one.suite,
        id: one.id,
        sample,
        slices: one.slices,
        findings: findings.toSorted((a, b) => a.severity - b.severity),
      }
    })
    .sort((a, b) => (a.findings[0]?.severity ?? 0) - (b.findings[0]?.severity ?? 0))
  if (wrong.length === 0) return null

  const said: Record<string, Record<number, ShownTurn>> = {}
  for (const { sample, findings } of wrong) {
    const turns = words.get(sample)
    if (!turns) continue
    const kept = said[sample] ?? {}
    said[sample] = kept
    for (const near of findings.flatMap((finding) => finding.turns))
      for (let turn = Math.max(0, near - CONTEXT); turn <= near + CONTEXT; turn++) {
        const shown = turns[turn]
        if (shown) kept[turn] = shown
      }
  }
  const withheld = wrong.filter(({ sample }) => !words.has(sample)).length
  const embedded: ErrorCases = {
    data: data === undefined ? '' : ` --data ${quoted(data)}`,
    context: CONTEXT,
    severities: { 1: severityWord(1), 2: severityWord(2), 3: severityWord(3) },
    said,
    cases: wrong,
  }
  return html`${
    withheld > 0
      ? html`<p class="note">${withheld} 例的原话不显示（words withheld）：真实来电，或不知来历的句子。只给位置；确要看，重跑时加 <code>--with-text</code>。</p>`
      : null
  }
${filters(
  wrong.map(({ suite, findings }) => ({ suite, findings })),
  [...slicesIn(cases.filter(({ findings }) => findings.length > 0)).keys()],
)}
<p class="count" id="case-count" role="status"></p>
<div id="case-list"></div>
<p class="more"><button type="button" class="btn" id="more-cases" hidden>再显示一些</button></p>
<noscript><p class="note wait">错例要靠页面里的脚本来画。没有脚本时请看 log.jsonl。</p></noscript>
${embeddedJson('error-cases', embedded)}`
}

function filters(
  wrong: readonly { readonly suite: string; readonly findings: readonly LoggedFinding[] }[],
  slices: readonly string[],
): Html {
  const suites = Map.groupBy(wrong, ({ suite }) => suite)
  const kinds = [...suites].map(([suite, cases]) => ({
    suite,
    whats: [...new Set(cases.flatMap(({ findings }) => findings.map(({ what }) => what)))].sort(),
  }))
  const byName = Map.groupBy(slices, (slice) => slice.slice(0, slice.indexOf(': ')))
  return html`<form class="filters" id="case-filters" role="search" aria-label="筛选错例">
<label>测什么<select name="suite"><option value="">全部</option>${[...suites.keys()].map(
    (suite) => html`<option value="${suite}">${suiteTitle(suite)}</option>`,
  )}</select></label>
<label>轻重<select name="severity"><option value="">全部</option>${([1, 2, 3] as const).map(
    (severity) => html`<option value="${severity}">${severity} ${severityWord(severity)}</option>`,
  )}</select></label>
<label>哪种错<select name="kind"><option value="">全部</option>${kinds.map(
    ({ suite, whats }) =>
      html`<optgroup label="${suite}">${whats.map((what) => html`<option value="${`${suite}|${what}`}">${what}</option>`)}</optgroup>`,
  )}</select></label>
<label>切片<select name="slice"><option value="">全部</option>${[...byName].map(
    ([name, within]) =>
      html`<optgroup label="${name}">${within.map((slice) => html`<option value="${slice}">${slice}</option>`)}</optgroup>`,
  )}</select></label>
<label class="grow">搜索<input type="search" name="text" autocomplete="off" placeholder="编号、原话、标注"></label>
<button type="button" class="btn" id="all-cases">清除</button>
</form>`
}

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
