import { type Html, html } from './html.ts'
import { SMALL } from './number.ts'

/** In words, where a figure was taken of too little. */
export function smallMark(n: number): Html | null {
  return n < SMALL ? html`<span class="tag wait">样本少：只有 ${n} 个，不可靠</span>` : null
}
