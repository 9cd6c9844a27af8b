import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult, unsafeCSS } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import { type CallState, mayTranscribe, type OpenSegment } from '../../../server/call/call-state.ts'
import { clockTime } from '../messages/time-text.ts'
import type { Messages } from '../messages/zh.ts'
import { controls } from '../styles/controls.ts'
import { type Line, presentSilence, type Transcript, transcriptOf } from '../transcript-lines.ts'
import { EndFollower } from './end-follower.ts'
import { LiveCommandEvent } from './events.ts'
import { downIcon } from './icons.ts'
import css from './live-transcript.css?inline'

/** Rows are drawn and skipped by the browser in blocks of this many, so that a long call stays smooth. */
const BLOCK = 50

/**
 * The two parties' words as a script: who, when, what; silences, sounds, gaps at their place.
 * Fires `live-command` (`notice-given`).
 */
export class LiveTranscript extends LitElement {
  static override styles = [controls, unsafeCSS(css)]
  static override properties = {
    state: { attribute: false },
    isStopping: { attribute: false },
    messages: { attribute: false },
  }

  declare state: CallState
  /** 停止转写 was pressed: what is still being spoken is hidden before the service has answered. */
  declare isStopping: boolean
  declare messages: Messages

  readonly #end = new EndFollower(this, () => this.renderRoot.querySelector('.scroller'))
  #transcript: Transcript = { lines: [], quietSinceMs: 0, crumbsMs: 0 }
  #saidWhenLeft = 0

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.scroller')?.focus()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('state')
    if (!before || isRearranged(before, this.state)) {
      this.#transcript = transcriptOf(this.state, this.#transcript.lines)
    }
    if (this.#end.isFollowing) this.#saidWhenLeft = this.state.segments.length
  }

  protected override render(): TemplateResult {
    const { messages, state } = this
    const awaitsNotice = !state.noticeGiven && state.ended === null
    return html`
      <header>
        <h2>${messages.transcript}</h2>
        <span class="meta">${this.#channels()}</span>
        <span class="grow"></span>
        ${
          this.#transcript.crumbsMs > 0
            ? html`<span class="meta">${messages.crumbs(this.#transcript.crumbsMs)}</span>`
            : nothing
        }
        ${
          state.recognizer.scripted
            ? html`<span class="tag wait scripted">${messages.scripted}</span>`
            : html`<span class="meta recognizer">${messages.recognizer(state.recognizer.name)}</span>`
        }
        <kbd aria-hidden="true">Alt C</kbd>
      </header>
      ${awaitsNotice ? this.#notice() : this.#script()}
    `
  }

  #channels(): string {
    const { legs } = this.state
    const { messages } = this
    if (legs.mixed) return messages.mixedChannel
    if (legs.caller && legs.responder) return messages.twoChannels
    return messages.waitingFor(messages.partyOf(legs.caller ? 'responder' : 'caller'))
  }

  #notice(): TemplateResult {
    const { messages } = this
    return html`
      <div class="notice">
        <p>${messages.noticeMissing}</p>
        ${
          this.state.noticePolicy === 'responder'
            ? html`
                <p class="wording">${messages.noticeWording}</p>
                <button
                  class="button fill big"
                  @click=${() => this.dispatchEvent(new LiveCommandEvent('notice-given'))}
                >
                  ${messages.noticeGiven}
                </button>
              `
            : nothing
        }
      </div>
    `
  }

  #script(): TemplateResult {
    const { messages, state } = this
    const showsOpen = mayTranscribe(state) && !this.isStopping
    const open = new Map(showsOpen ? state.open.map((s) => [s.segmentId, s]) : [])
    const silence = presentSilence(state, this.#transcript.quietSinceMs)
    const lines = this.#transcript.lines.filter((line) => line.kind !== 'open' || open.has(line.segmentId))
    if (silence) lines.push(silence)
    const away = state.ended ? [] : Object.entries(state.legs).filter(([, leg]) => !leg.connected)
    const newCount = state.segments.length - this.#saidWhenLeft
    return html`
      <div
        class="scroller"
        role="log"
        aria-live="off"
        aria-label=${messages.liveTranscript}
        aria-keyshortcuts="Alt+C"
        tabindex="0"
        @scroll=${this.#end.scrolled}
      >
        <div class="script">
          ${inBlocks(lines).map((block) =>
            guard(
              [messages, ...block.map((line) => (line.kind === 'open' ? open.get(line.key) : line))],
              () => {
                const rows = repeat(
                  block,
                  (line) => line.key,
                  (line) => this.#row(line, open),
                )
                return html`<div class="block">${rows}</div>`
              },
            ),
          )}
          ${
            lines.length === 0 && away.length === 0 && state.ended === null
              ? html`<p class="empty">${messages.notSpokenYet}</p>`
              : nothing
          }
          ${away.map(
            ([role]) => html`
              <div class="row mark gap">
                <span></span>
                <span>${messages.legAway(messages.partyOf(role))}</span>
              </div>
            `,
          )}
        </div>
      </div>
      ${
        this.#end.isFollowing
          ? nothing
          : html`
              <div class="to-end">
                <button class="button" @click=${() => this.#end.toEnd()}>
                  ${downIcon}${messages.toLive}
                  ${newCount > 0 ? html`<span class="meta">${messages.newLines(newCount)}</span>` : nothing}
                </button>
              </div>
            `
      }
    `
  }

  #row(line: Line, open: ReadonlyMap<string, OpenSegment>): TemplateResult {
    const { messages } = this
    switch (line.kind) {
      case 'said':
        return this.#turn(line, '', html`<bdi>${line.text}</bdi>`)
      case 'open': {
        const { text = '', stableChars = 0 } = open.get(line.segmentId) ?? {}
        const stable = html`<bdi class="stable">${text.slice(0, stableChars)}</bdi>`
        const tail = html`<bdi class="tail">${text.slice(stableChars)}</bdi>`
        return this.#turn(line, 'open', html`${stable}${tail}<span class="tail" aria-hidden="true">…</span>`)
      }
      case 'silence': {
        const lengthMs = line.endMs - line.startMs
        return this.#mark(line, messages.silence(lengthMs), dots(lengthMs))
      }
      case 'sound':
        return this.#mark(line, messages.sound(messages.partyOf(line.role), line.endMs - line.startMs))
      case 'gap':
        return this.#mark(line, messages.gap(messages.partyOf(line.role), line.lostMs, line.reason))
      case 'unheard':
        return this.#mark(line, messages.unheard(line.reason))
    }
  }

  #turn(line: Extract<Line, { role: unknown }>, open: string, words: TemplateResult): TemplateResult {
    const speaker = this.messages.speakers[line.role]
    return html`
      <div class="row turn ${line.role} ${open}">
        <span class="at">${clockTime(line.startMs)}</span>
        <span class="speaker">${speaker}</span>
        <p dir="auto"><span class="inline" aria-hidden="true">${this.messages.inlineSpeaker(speaker)}</span>${words}</p>
      </div>
    `
  }

  #mark(line: Line, text: string, picture: TemplateResult | typeof nothing = nothing): TemplateResult {
    return html`
      <div class="row mark ${line.kind}">
        <span class="at">${clockTime(line.startMs)}</span>
        <span>${text}${picture}</span>
      </div>
    `
  }
}

customElements.define('live-transcript', LiveTranscript)

declare global {
  interface HTMLElementTagNameMap {
    'live-transcript': LiveTranscript
  }
}

/** Whether rows came, went or moved; new words in a row that is still open are not that. */
function isRearranged(before: CallState, state: CallState): boolean {
  return (
    before.segments !== state.segments ||
    before.gaps !== state.gaps ||
    before.sounds !== state.sounds ||
    before.unheard !== state.unheard ||
    before.open.length !== state.open.length ||
    before.open.some((s, i) => s.segmentId !== state.open[i]?.segmentId)
  )
}

function inBlocks(lines: readonly Line[]): Line[][] {
  const blocks: Line[][] = []
  for (let i = 0; i < lines.length; i += BLOCK) blocks.push(lines.slice(i, i + BLOCK))
  return blocks
}

/** A silence drawn as long as it was; attributes, since the page's policy allows no inline style. */
function dots(lengthMs: number): TemplateResult {
  const width = Math.min(160, Math.round(lengthMs / 400))
  return html`<svg width=${width} height="2" aria-hidden="true">${svg`<path d="M0 1H160" />`}</svg>`
}
