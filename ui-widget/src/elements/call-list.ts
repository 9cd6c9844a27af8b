import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { LiveCall } from '../../../server/call/live-message.ts'
import type { CallsConnection } from '../live/calls-connection.ts'
import { Seconds } from '../live/seconds.ts'
import { clockTime } from '../messages/time-text.ts'
import type { Messages } from '../messages/zh.ts'
import { controls } from '../styles/controls.ts'
import css from './call-list.css?inline'
import { CallChosenEvent } from './events.ts'

/** The calls that are going on. Fires `call-chosen`. */
export class CallList extends LitElement {
  static override styles = [controls, unsafeCSS(css)]
  static override properties = {
    connection: { attribute: false },
    calls: { attribute: false },
    chosen: { attribute: false },
    messages: { attribute: false },
  }

  declare connection: CallsConnection
  declare calls: CallsConnection['calls']
  declare chosen: string | null
  declare messages: Messages

  constructor() {
    super()
    new Seconds(this)
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus()
  }

  protected override render(): TemplateResult {
    const { calls, connection, messages } = this
    return html`
      <header>
        <h2 tabindex="-1">${messages.calls}</h2>
        ${calls ? html`<span class="meta">${calls.length}</span>` : nothing}
        <span class="grow"></span>
        ${connection.link === 'lost' ? html`<span class="tag wait">${messages.disconnected}</span>` : nothing}
      </header>
      ${connection.link === 'unreadable' ? html`<p class="empty">${messages.unreadable}</p>` : nothing}
      ${calls === null ? html`<p class="empty">${messages.connecting}</p>` : nothing}
      ${calls?.length === 0 ? html`<p class="empty">${messages.noCalls}</p>` : nothing}
      <ul>
        ${repeat(
          calls ?? [],
          (call) => call.callId,
          (call) => this.#row(call),
        )}
      </ul>
    `
  }

  #row(call: LiveCall): TemplateResult {
    const { messages } = this
    return html`
      <li>
        <button
          aria-current=${call.callId === this.chosen ? 'true' : 'false'}
          @click=${() => this.dispatchEvent(new CallChosenEvent(call.callId))}
        >
          <span class="clock">${clockTime(this.connection.nowMs(call))}</span>
          <span class="what">
            <b>${messages.connectedAt(call.startedAt)}</b>
            <span class="meta">${legsText(call, messages)} · ${messages.callMark(call.callId.slice(-4))}</span>
            ${call.troubled ? html`<span class="tag wait">${messages.callTroubled}</span>` : nothing}
          </span>
        </button>
      </li>
    `
  }
}

customElements.define('call-list', CallList)

declare global {
  interface HTMLElementTagNameMap {
    'call-list': CallList
  }
}

function legsText({ legs }: LiveCall, messages: Messages): string {
  if (legs.some((leg) => leg.role === 'mixed')) return messages.mixedChannel
  const away = legs.filter((leg) => !leg.connected)
  const shown = away.length > 0 ? away : legs
  const parties = shown.map((leg) => messages.partyOf(leg.role)).join(messages.and)
  return away.length > 0 ? messages.partiesAway(parties) : parties
}
