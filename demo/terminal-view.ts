import { styleText } from 'node:util'
import type { LegRole } from '../server/audio/leg.ts'
import type { CallEvent, LoggedEvent } from '../server/call/call-event.ts'

const NAMES: Readonly<Record<LegRole, string>> = { caller: '来电者', responder: '接线员', mixed: '双方　' }

/** Shows a live call on a terminal as the widget does on a page: finals stay, the growing line is redrawn. */
export class TerminalView {
  readonly #out: NodeJS.WriteStream
  /** A partial stands on the last line and has to be cleared. */
  #drawn = false

  constructor(out: NodeJS.WriteStream) {
    this.#out = out
  }

  show({ event }: LoggedEvent): void {
    const line = lineOf(event)
    if (event.kind === 'transcript.partial') this.#partial(event)
    if (line === null) return
    this.#clear()
    this.#out.write(`${line}\n`)
  }

  #partial(event: Extract<CallEvent, { kind: 'transcript.partial' }>): void {
    if (!this.#out.isTTY) return
    this.#clear()
    const { text, stableChars } = event
    const fits = Math.floor(((this.#out.columns ?? 80) - 18) / 2)
    const shown = text.slice(-fits)
    const stable = Math.max(0, shown.length - (text.length - stableChars))
    this.#out.write(
      `${head(event.startMs, event.role)}${shown.slice(0, stable)}${dim(`${shown.slice(stable)}…`)}`,
    )
    this.#drawn = true
  }

  #clear(): void {
    if (this.#drawn) this.#out.write('\r\x1b[2K')
    this.#drawn = false
  }
}

/** One event as a line of text, or null where a terminal need not show it. */
function lineOf(event: CallEvent): string | null {
  switch (event.kind) {
    case 'transcript.final':
      return `${head(event.startMs, event.role)}${event.text}`
    case 'leg.gap':
      return (
        head(event.startMs, event.role) +
        dim(`缺 ${seconds(event.endMs - event.startMs)} 秒（${event.reason}）`)
      )
    case 'sound.heard':
      return head(event.startMs, event.role) + dim('有声音，没听懂')
    case 'notice.given':
      return dim(`${time(event.atMs)} 已告知录音与转写（${event.by}）`)
    case 'system.degraded':
      return styleText('bold', `${time(event.atMs)} ${event.part}: ${event.reason}`)
    case 'system.recovered':
      return dim(`${time(event.atMs)} ${event.part}: 恢复`)
    case 'call.ended':
      return dim(`${time(event.atMs)} 通话结束`)
    default:
      return null
  }
}

function head(startMs: number, role: LegRole): string {
  return `${dim(time(startMs))} ${role === 'caller' ? styleText('bold', NAMES[role]) : NAMES[role]} `
}

function time(ms: number): string {
  const whole = Math.floor(ms / 1000)
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1)
}

/** Plain where the output is no terminal. */
function dim(text: string): string {
  return styleText('dim', text)
}
