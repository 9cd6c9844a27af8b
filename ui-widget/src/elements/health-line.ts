import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from 'lit'
import type { CallState } from '../../../server/call/call-state.ts'
import type { Link } from '../live/call-connection.ts'
import type { Messages } from '../messages/zh.ts'
import { controls } from '../styles/controls.ts'
import css from './health-line.css?inline'

type Shown = keyof Messages['parts']

/** The parts as a responder names them; detecting voice is a part of hearing. */
const SHOWN_PARTS: readonly {
  shown: keyof Messages['well']
  parts: readonly CallState['troubles'][number]['part'][]
}[] = [
  { shown: 'audio', parts: ['audio', 'voice-activity'] },
  { shown: 'recognizer', parts: ['recognizer'] },
  { shown: 'redaction', parts: ['redaction'] },
  { shown: 'store', parts: ['store'] },
]

/** How the parts are, in one small line. Never read out by itself: what matters is told by `<call-notices>`. */
export class HealthLine extends LitElement {
  static override styles = [controls, unsafeCSS(css)]
  static override properties = {
    state: { attribute: false },
    nowMs: { attribute: false },
    link: { attribute: false },
    messages: { attribute: false },
  }

  declare state: CallState
  declare nowMs: number
  declare link: Link
  declare messages: Messages

  protected override render(): TemplateResult {
    const { messages } = this
    return html`
      <ul aria-label=${messages.health}>
        ${
          this.link === 'live' || this.state.ended
            ? nothing
            : this.#item('connection', messages.disconnected, true)
        }
        ${SHOWN_PARTS.map(({ shown, parts }) => {
          const troubles = this.state.troubles.filter((t) => parts.includes(t.part))
          const [first] = troubles
          if (first) {
            const lost = troubles.reduce((sum, t) => sum + t.lost, 0)
            const words = messages.lasting(messages.reasonOf(first.reason), this.nowMs - first.sinceMs)
            return this.#item(shown, lost > 0 ? `${words} · ${messages.lostCount(lost)}` : words, true)
          }
          if (shown === 'recognizer') return this.#recognizer()
          return this.#item(shown, messages.well[shown], false)
        })}
      </ul>
    `
  }

  #recognizer(): TemplateResult {
    const { messages, state } = this
    if (!state.consented) return this.#item('recognizer', messages.off, true)
    if (state.recognizer.scripted) return this.#item('recognizer', messages.scripted, true)
    return this.#item('recognizer', messages.well.recognizer, false)
  }

  #item(part: Shown, word: string, isAmiss: boolean): TemplateResult {
    return html`<li class=${isAmiss ? 'amiss' : ''}><span>${this.messages.parts[part]}</span> ${word}</li>`
  }
}

customElements.define('health-line', HealthLine)
