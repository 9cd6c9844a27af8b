import type { Change } from './changes.ts'
import { type Html, html } from './html.ts'
import { signed } from './number.ts'

/** A gain with its interval, and in words where the interval decides. */
export function gainOf(change: Change | undefined): Html {
  if (!change?.gain) return html`<span class="meta">只有一边有</span>`
  const { value, low, high } = change.gain
  if (value === 0 && low === 0 && high === 0) return html`<span class="meta">没有变</span>`
  const verdict = low > 0 ? html`<b>变好</b>` : high < 0 ? html`<b class="worse">变差</b>` : html`分不出`
  return html`${signed(value)} <span class="meta">${signed(low)} – ${signed(high)}</span> ${verdict}`
}
