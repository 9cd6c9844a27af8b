/** Markup that may stand in a page as it is. */
export class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }
}

export type Part = Html | string | number | null | readonly Part[]

/** Markup with everything put into it escaped, but for markup itself: html`<b>${name}</b>`. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((markup, i) => markup + escaped(parts[i] ?? null)).join(''))
}

/**
 * Data that a script of the page reads. No `<` is left in it: whatever the words hold, `</script>` and `<!--`
 * included, they cannot end the element that they stand in.
 */
export function embeddedJson(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c')
  return new Html(`<script type="application/json" id="${id}">${json}</script>`)
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(part: Part): string {
  if (part === null) return ''
  if (part instanceof Html) return part.markup
  if (typeof part === 'object') return part.map(escaped).join('')
  return String(part).replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string)
}
