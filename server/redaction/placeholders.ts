import type { PiiType, Span } from './span.ts'
import { spelledSurnamesIn } from './spelled-surnames.ts'
import { readSpokenDigits } from './spoken-digits.ts'

const LABELS: Record<PiiType, string> = { name: '姓名', phone: '电话', id_number: '证件', other: '号码' }
const PLACEHOLDER = new RegExp(`\\[(${Object.values(LABELS).join('|')})(\\d+)\\]`, 'g')

/**
 * The placeholders of one call. The same person or number gets the same placeholder wherever it is said, by either
 * party; numbers are compared by their digits, so that a read-back in another spoken form is the same number.
 */
export class Placeholders {
  readonly #known = new Map<string, string>()
  readonly #last = new Map<string, number>()

  /** Goes on behind the placeholders that a redacted text of the same call already holds. */
  continueAfter(redacted: string): void {
    for (const [, label = '', index] of redacted.matchAll(PLACEHOLDER)) {
      this.#last.set(label, Math.max(this.#last.get(label) ?? 0, Number(index)))
    }
  }

  /** The text with each span replaced. The spans are disjoint and in order. */
  write(text: string, spans: readonly Span[]): string {
    let written = ''
    let at = 0
    for (const { start, end, type } of spans) {
      written += text.slice(at, start) + this.#placeholder(type, text.slice(start, end))
      at = end
    }
    return written + text.slice(at)
  }

  #placeholder(type: PiiType, words: string): string {
    const key = type === 'name' ? `name ${nameKey(words)}` : `number ${numberKey(words)}`
    const known = this.#known.get(key)
    if (known) return known
    const label = LABELS[type]
    const index = (this.#last.get(label) ?? 0) + 1
    this.#last.set(label, index)
    const placeholder = `[${label}${index}]`
    this.#known.set(key, placeholder)
    return placeholder
  }
}

function nameKey(words: string): string {
  const spelled = spelledSurnamesIn(words)[0]
  return spelled ? spelled.surname : words.normalize('NFKC').replace(/[\s\p{P}]/gu, '')
}

function numberKey(words: string): string {
  return readSpokenDigits(words).shadow.replace(/[^\dX]/g, '')
}
