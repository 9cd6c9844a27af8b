import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import { CallConnection } from '../live/call-connection.ts'
import { CallsConnection } from '../live/calls-connection.ts'
import { Seconds } from '../live/seconds.ts'
import { en } from '../messages/en.ts'
import { zh } from '../messages/zh.ts'
import { controls } from '../styles/controls.ts'
import tokens from '../styles/tokens.css?inline'
import './call-actions.ts'
import './call-bar.ts'
import './call-list.ts'
import './call-notices.ts'
import './health-line.ts'
import './live-transcript.ts'
import type { CallChosenEvent, LiveCommandEvent } from './events.ts'
import css from './hotline-widget.css?inline'
import { themeIcon } from './icons.ts'

/**
 * The responder's page: the calls that are going on and the chosen one's transcript.
 * Attributes: `call-id` the chosen call, `lang` (`en`, otherwise Chinese), `theme` (`light`, `dark`, otherwise
 * the machine's). Fires `view-changed` when the person changed one of them.
 */
export class HotlineWidget extends LitElement {
  static override styles = [controls, unsafeCSS(tokens), unsafeCSS(css)]
  static override properties = {
    callId: { attribute: 'call-id' },
    lang: { reflect: true },
    theme: { reflect: true },
  }

  declare callId: string | null
  declare lang: string
  declare theme: 'light' | 'dark' | null

  readonly #calls = new CallsConnection(this)
  readonly #call = new CallConnection(this)

  constructor() {
    super()
    this.callId = null
    this.lang = 'zh-CN'
    this.theme = null
    new Seconds(this)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#call.follow(this.callId)
    window.addEventListener('keydown', this.#keyPressed)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('keydown', this.#keyPressed)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('callId') && this.isConnected) this.#call.follow(this.callId)
  }

  protected override render(): TemplateResult {
    const { nowMs, state } = this.#call
    const messages = this.#messages
    return html`
      <div
        class="app ${this.callId ? 'has-call' : 'no-call'}"
        @call-chosen=${this.#callChosen}
        @live-command=${(event: LiveCommandEvent) => this.#call.command(event.command)}
      >
        <call-bar .callId=${this.callId} .state=${state} .nowMs=${nowMs} .messages=${messages}>
          <button
            class="button bare"
            lang=${messages === zh ? 'en' : 'zh-CN'}
            aria-label=${messages.otherLanguage.name}
            @click=${this.#switchLanguage}
          >
            ${messages.otherLanguage.short}
          </button>
          <button class="button bare square" aria-label=${messages.switchTheme} @click=${this.#switchTheme}>
            ${themeIcon}
          </button>
        </call-bar>
        <main>
          <call-list
            .connection=${this.#calls}
            .calls=${this.#calls.calls}
            .chosen=${this.callId}
            .messages=${messages}
          ></call-list>
          <section>${this.#callView(messages)}</section>
        </main>
        ${
          state
            ? html`
                <footer>
                  <health-line
                    .state=${state}
                    .nowMs=${nowMs}
                    .link=${this.#call.link}
                    .messages=${messages}
                  ></health-line>
                  <call-actions
                    .state=${state}
                    .pending=${this.#call.pending}
                    .isLinked=${this.#call.link === 'live'}
                    .messages=${messages}
                  ></call-actions>
                </footer>
              `
            : nothing
        }
      </div>
    `
  }

  get #messages() {
    return this.lang.startsWith('en') ? en : zh
  }

  #callView(messages: typeof zh): TemplateResult {
    const { link, pending, recovery, state } = this.#call
    if (!this.callId) return html`<p class="hint">${messages.chooseCall}</p>`
    return html`
      <call-notices
        .state=${state}
        .link=${link}
        .recovery=${recovery}
        .isPending=${pending !== null}
        .messages=${messages}
      ></call-notices>
      ${
        state
          ? keyed(
              this.callId,
              html`
                <live-transcript
                  .state=${state}
                  .isStopping=${pending === 'stop-transcription'}
                  .messages=${messages}
                ></live-transcript>
              `,
            )
          : html`<p class="hint">${link === 'connecting' ? messages.connecting : ''}</p>`
      }
    `
  }

  readonly #callChosen = async ({ callId }: CallChosenEvent) => {
    this.callId = callId
    this.#viewChanged()
    await this.updateComplete
    if (callId === null) this.renderRoot.querySelector('call-list')?.focus()
  }

  readonly #switchLanguage = () => {
    this.lang = this.#messages === zh ? 'en' : 'zh-CN'
    this.#viewChanged()
  }

  readonly #switchTheme = () => {
    const isDark = this.theme ? this.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
    this.theme = isDark ? 'light' : 'dark'
    this.#viewChanged()
  }

  #viewChanged(): void {
    this.dispatchEvent(new Event('view-changed'))
  }

  /** By the key's place (`code`): with Alt held, some keyboards type another character. */
  readonly #keyPressed = (event: KeyboardEvent) => {
    const { state } = this.#call
    if (!state || !event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return
    if (event.code === 'KeyS') {
      event.preventDefault()
      if (state.consented && !state.ended) this.#call.command('stop-transcription')
    } else if (event.code === 'KeyC') {
      event.preventDefault()
      this.renderRoot.querySelector('live-transcript')?.focus()
    }
  }
}

customElements.define('hotline-widget', HotlineWidget)

declare global {
  interface HTMLElementTagNameMap {
    'hotline-widget': HotlineWidget
  }
}
