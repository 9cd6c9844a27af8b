import { announcedFrom } from '../number-leads.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { Span } from '../span.ts'
import { accountCues, isAccount, readAccount, type SpokenAccount, spelledBefore } from '../spoken-account.ts'

const BEGINNING =
  /[A-Za-z0-9]+|[@_＠＿]|下划线|下画线|下滑线|下横线|艾特|爱特|埃特|(?<=全拼|拼音|首字母|简拼)[-横杠点.]/g

/** Accounts with WeChat, QQ, Douyin and others, and e-mail addresses, written or spoken: w x 下划线 零九, 阿哲的拼音九七. */
export const account: PiiRecognizer = {
  name: 'account',
  find(reading) {
    const { shadow } = reading.digits
    const spans: Span[] = []
    for (const cue of accountCues(shadow)) {
      const found = readAccount(shadow, announcedFrom(shadow, cue), true)
      if (found && isAccount(found, true)) spans.push(...spansOf(reading, found))
    }
    let until = 0
    for (const { index } of shadow.matchAll(BEGINNING)) {
      if (index < until) continue
      const found = readAccount(shadow, index, false)
      if (!found) continue
      until = found.end
      const start = spelledBefore(shadow, index)
      const spelled = start < index && /\w{2}/.test(found.written)
      if (!spelled && !isAccount(found, false)) continue
      const parts = start < index ? [{ start, end: index }, ...found.parts] : found.parts
      spans.push(...spansOf(reading, { ...found, parts }))
    }
    return spans
  },
}

/** One span for parts that only separators part. */
function spansOf({ text, digits }: Reading, { parts, written }: SpokenAccount): Span[] {
  const places: { start: number; end: number }[] = []
  for (const part of parts) {
    const place = digits.toOriginal(part.start, part.end)
    const last = places.at(-1)
    if (last && /^[\s\p{P}]*$/u.test(text.slice(last.end, place.start))) last.end = place.end
    else places.push(place)
  }
  const score = /[_@]|[a-z].*\d/i.test(written) ? 0.9 : 0.8
  return places.map((place) => ({ ...place, type: 'account', score, reason: 'account', item: written }))
}
