import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from 'lit'
import type { CallState } from '../../../server/call/call-state.ts'
import { clockTime } from '../messages/time-text.ts'
import type { Messages } from '../messages/zh.ts'
import { controls } from '../styles/controls.ts'
import css from './call-bar.css?inline'
import { CallChosenEvent } from './events.ts'
import { backIcon } from './icons.ts'

/**
 * The call's clock, and what holds for it as a whole; the page's title while no call is chosen.
 * Buttons of the page go into the slot. Fires `call-chosen` (`null`).
 */
export class CallBar extends LitElement {
  static override styles = [controls, unsafeCSS(css)]
  static override properties = {
    callId: { attribute: false },
    state: { attribute: false },
    nowMs: { attribute: false },
    messages: { attribute: false },
  }

  declare callId: string | null
  declare state: CallState | null
  declare nowMs: number
  declare messages: Messages

  protected override render(): TemplateResult {
    const { callId, messages, state } = this
    return html`
      <div class="bar">
        ${
          callId
            ? html`
                <button
                  class="button bare back"
                  aria-label=${messages.calls}
                  @click=${() => this.dispatchEvent(new CallChosenEvent(null))}
                >
                  ${backIcon}<span>${messages.backToCalls}</span>
                </button>
              `
            : html`<h1>${messages.title}</h1>`
        }
        ${callId && state ? this.#call(callId, state) : nothing}
        <span class="grow"></span>
        <slot></slot>
      </div>
    `
  }

  #call(callId: string, state: CallState): TemplateResult {
    const { messages } = this
    return html`
      <span class="clock" role="timer" aria-label=${messages.callTime}>${clockTime(this.nowMs)}</span>
      <span class="what">
        <b>${messages.connectedAt(state.startedAt)}</b>
        <span class="meta">${messages.callMark(callId.slice(-4))}</span>
      </span>
      ${this.#consent(state)}
    `
  }

  #consent(state: CallState): TemplateResult | typeof nothing {
    const { messages } = this
    if (state.ended) return html`<span class="tag">${messages.endedTag}</span>`
    if (!state.consented) return html`<span class="tag wait">${messages.stoppedTag}</span>`
    return state.noticeGiven ? html`<span class="tag">${messages.noticeGivenTag}</span>` : nothing
  }
}

customElements.define('call-bar', CallBar)
