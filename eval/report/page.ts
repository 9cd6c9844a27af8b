import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Html, html, type Part } from './html.ts'

/** Later ones win. */
const STYLES = ['tokens.css', 'page.css', 'tables.css', 'charts.css', 'cases.css', 'media.css']

/** One panel of a page. */
export interface Section {
  readonly id: string
  readonly title: string
  /** One line beside the title. */
  readonly about?: string
  readonly body: Part
}

export interface Page {
  readonly title: string
  /** What it was taken of: short facts beside the title. */
  readonly facts: readonly string[]
  readonly lead?: Part
  readonly sections: readonly Section[]
  /** Scripts of this folder that the page needs beside its own. */
  readonly scripts?: readonly string[]
}

/**
 * A page in one file, for disk, mail and printer: styles and scripts stand in it, and its policy lets nothing be
 * fetched and no other script run, so that no word in it can leave it.
 */
export function pageOf({ title, facts, lead = null, sections, scripts = [] }: Page): string {
  const script = ['page.js', ...scripts].map(source).join('\n')
  const hash = createHash('sha256').update(script).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>\n${
    html`<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${[title, ...facts].join(' · ')}</title>
<style>${new Html(STYLES.map(source).join('\n'))}</style>
</head>
<body>
<a class="skip" href="#main">跳到内容</a>
<header class="bar">
  <h1>${title}</h1>
  <p class="meta">${facts.map((fact) => html`<span>${fact}</span> `)}</p>
  <nav aria-label="章节">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>
  <button type="button" class="theme" aria-label="切换明暗" title="切换明暗">◐</button>
</header>
<main id="main">
${lead}
${sections.map(
  ({ id, title, about, body }) => html`<section class="panel" id="${id}" aria-labelledby="${id}-title">
<header><h2 id="${id}-title">${title}</h2>${about ? html`<p class="meta">${about}</p>` : null}</header>
${body}
</section>
`,
)}
</main>
<script>${new Html(script)}</script>
</body>
</html>
`.markup
  }`
}

/** A table that scrolls by itself where the page is narrow, by keyboard too. */
export function table(label: string, head: Part, rows: Part): Html {
  return html`<div class="wide" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${head}</tr></thead>
<tbody>${rows}</tbody>
</table></div>`
}

function source(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}
