import type { Redaction } from '../call/events/transcript-events.ts'
import type { PiiType, SegmentSpan } from './span.ts'
import { spelledSurnamesIn } from './spelled-surnames.ts'
import { readSpokenDigits } from './spoken-digits.ts'
import { LONG_TITLE } from './titles.ts'

const LABELS: Record<PiiType, string> = {
  name: '姓名',
  phone: '电话',
  id_number: '证件',
  birth_date: '出生日期',
  address: '地址',
  school: '学校',
  org: '单位',
  hospital: '医院',
  account: '账号',
  plate: '车牌',
  other: '号码',
}
/** They are compared by their digits: a number is the same whatever it is taken for. */
const NUMBERS: ReadonlySet<PiiType> = new Set(['phone', 'id_number', 'other'])
/** `[姓名1]`, `[母亲姓名1]`, `[地址1：高处]` */
export const PLACEHOLDER = new RegExp(
  `\\[(\\p{Script=Han}*(?:${Object.values(LABELS).join('|')}))(\\d+)(?:：\\p{Script=Han}+)?\\]`,
  'gu',
)

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

  /** The text with each span replaced, and where. The spans are disjoint and in order. */
  write(text: string, spans: readonly SegmentSpan[]): { text: string; redactions: Redaction[] } {
    let written = ''
    let at = 0
    const redactions: Redaction[] = []
    for (const span of spans) {
      written += text.slice(at, span.start)
      const start = written.length
      written += this.#placeholder(span)
      redactions.push({ start, end: written.length, was: span.end - span.start })
      at = span.end
    }
    return { text: written + text.slice(at), redactions }
  }

  #placeholder({ type, item, meaning }: SegmentSpan): string {
    const key = keyOf(type, item)
    const known = this.#known.get(key)
    if (known) return known
    const label = type === 'name' ? `${meaning ?? ''}${LABELS.name}` : LABELS[type]
    const index = (this.#last.get(label) ?? 0) + 1
    this.#last.set(label, index)
    const kind = meaning && type !== 'name' ? `：${meaning}` : ''
    const placeholder = `[${label}${index}${kind}]`
    this.#known.set(key, placeholder)
    return placeholder
  }
}

/** 林晓雨女士 is 林晓雨; of 王女士 the title stays, since there may be a 王先生. */
const TITLE_AFTER_FULL_NAME = new RegExp(`(?<=..)${LONG_TITLE}$`)

/** Two items with the same key are the same person, number or place. */
function keyOf(type: PiiType, item: string): string {
  const digits = NUMBERS.has(type) ? numberKey(item) : ''
  if (digits) return `number ${digits}`
  const words = item.normalize('NFKC').replace(/[\s\p{P}]/gu, '')
  if (type !== 'name') return `${type} ${words}`
  return `name ${spelledSurnamesIn(item)[0]?.surname ?? words.replace(TITLE_AFTER_FULL_NAME, '')}`
}

/** The digits of a number, said once: pieces that were read back, and a whole that was repeated, count once. */
function numberKey(words: string): string {
  const spoken = readSpokenDigits(words)
  const pieces = [...spoken.shadow.matchAll(/[\dX]+/g)]
    .flatMap(({ index, 0: run }) => spoken.chunks(index, index + run.length))
    .filter((piece, i, all) => piece !== all[i - 1])
  const digits = pieces.join('')
  const half = digits.length / 2
  return digits.slice(0, half) === digits.slice(half) ? digits.slice(0, half) : digits
}
