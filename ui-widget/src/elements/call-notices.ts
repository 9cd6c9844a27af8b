import { html, LitElement, type TemplateResult, unsafeCSS } from 'lit'
import type { CallState } from '../../../server/call/call-state.ts'
import type { Link, Recovery } from '../live/call-connection.ts'
import { clockTime } from '../messages/time-text.ts'
import type { Messages } from '../messages/zh.ts'
import { controls } from '../styles/controls.ts'
import css from './call-notices.css?inline'

/**
 * What departs from the normal, a line each; empty when all is well. The page's one live region: its lines hold
 * moments, never running times, so that each is read out once.
 */
export class CallNotices extends LitElement {
  static override styles = [controls, unsafeCSS(css)]
  static override properties = {
    state: { attribute: false },
    link: { attribute: false },
    recovery: { attribute: false },
    isPending: { attribute: false },
    messages: { attribute: false },
  }

  declare state: CallState | null
  declare link: Link
  declare recovery: Recovery | null
  declare isPending: boolean
  declare messages: Messages

  protected override render(): TemplateResult {
    const wait = [this.#linkNotice(), ...this.#troubleNotices()].filter((text) => text !== null)
    const plain = [this.#recoveryNotice(), this.#callNotice()].filter((text) => text !== null)
    return html`
      <div role="status">
        ${wait.map((text) => html`<p class="wait">${text}</p>`)}
        ${plain.map((text) => html`<p>${text}</p>`)}
      </div>
    `
  }

  #linkNotice(): string | null {
    const { messages } = this
    switch (this.link) {
      case 'connecting':
        return this.isPending ? messages.lostAndPending : null
      case 'live':
        return null
      case 'lost':
        return this.isPending ? messages.lostAndPending : messages.lost
      case 'unreadable':
        return messages.unreadable
      case 'unknown-call':
        return messages.unknownCall
    }
  }

  #recoveryNotice(): string | null {
    if (this.recovery === 'resumed') return this.messages.resumed
    return this.recovery === 'fetched-anew' ? this.messages.fetchedAnew : null
  }

  #callNotice(): string | null {
    if (this.state?.ended) return this.messages.ended[this.state.ended]
    return this.state?.consented === false ? this.messages.stopped : null
  }

  #troubleNotices(): string[] {
    const { messages, state } = this
    if (!state || state.ended) return []
    return state.troubles.map(({ part, role, sinceMs }) =>
      messages.troubles[part](messages.partyOf(role ?? 'mixed'), clockTime(sinceMs)),
    )
  }
}

customElements.define('call-notices', CallNotices)
