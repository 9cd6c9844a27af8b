import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit'
import type { CallState } from '../../../server/call/call-state.ts'
import type { CallConnection } from '../live/call-connection.ts'
import type { Messages } from '../messages/zh.ts'
import { controls } from '../styles/controls.ts'
import css from './call-actions.css?inline'
import { LiveCommandEvent } from './events.ts'
import { stopIcon } from './icons.ts'

/**
 * 停止转写, always at the same place, and the way back: ask first, then go on.
 * Fires `live-command` (`stop-transcription`, `resume-transcription`).
 */
export class CallActions extends LitElement {
  static override styles = [controls, unsafeCSS(css)]
  static override properties = {
    state: { attribute: false },
    pending: { attribute: false },
    isLinked: { attribute: false },
    messages: { attribute: false },
    isAsking: { state: true },
  }

  declare state: CallState
  declare pending: CallConnection['pending']
  declare isLinked: boolean
  declare messages: Messages
  declare isAsking: boolean

  constructor() {
    super()
    this.isAsking = false
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('state') && this.state.consented) this.isAsking = false
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.state.ended) return nothing
    if (this.state.consented) return this.#stop()
    return this.isAsking ? this.#ask() : this.#stopped()
  }

  #stop(): TemplateResult {
    const { messages } = this
    const isStopping = this.pending === 'stop-transcription'
    const stopping = this.isLinked ? messages.stopping : messages.stopsWhenConnected
    return html`
      <button
        class="button big"
        aria-keyshortcuts="Alt+S"
        aria-disabled=${isStopping}
        @click=${() => this.dispatchEvent(new LiveCommandEvent('stop-transcription'))}
      >
        ${stopIcon}${isStopping ? stopping : messages.stop}<kbd aria-hidden="true">Alt S</kbd>
      </button>
    `
  }

  #stopped(): TemplateResult {
    return html`
      <button class="button big" @click=${this.#startAsking}>${this.messages.askAgain}</button>
    `
  }

  #ask(): TemplateResult {
    const { messages } = this
    return html`
      <div class="ask" role="group" aria-label=${messages.askAgain}>
        <p id="wording">${messages.askWording}</p>
        <button
          class="button big fill"
          aria-describedby="wording"
          aria-disabled=${this.pending === 'resume-transcription'}
          @click=${() => this.dispatchEvent(new LiveCommandEvent('resume-transcription'))}
        >
          ${messages.agreed}
        </button>
        <button class="button big" @click=${this.#stopAsking}>${messages.notAgreed}</button>
      </div>
    `
  }

  readonly #startAsking = async () => {
    this.isAsking = true
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('.fill')?.focus()
  }

  readonly #stopAsking = async () => {
    this.isAsking = false
    await this.updateComplete
    this.renderRoot.querySelector('button')?.focus()
  }
}

customElements.define('call-actions', CallActions)
