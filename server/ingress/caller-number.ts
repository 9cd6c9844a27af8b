/** Shorter ones are extensions and service numbers, which many share. One digit over and over stands for none. */
const NUMBER = /^(?!\+?(\d)\1*$)\+?\d{7,15}$/
/** `sip:`, `sips:` and `tel:` addresses, also behind a name. */
const ADDRESS = /(?:sips?|tel):([^@;>]*)/i
/** With the international prefix, or with the country's number alone: nothing dialled within China is so long. */
const CHINA = /^(?:\+|00)86|^86(?=\d{10,11}$)/

/**
 * A caller's number, the same however a PBX writes it: `+86 138 0013 8000`, `sip:013800138000@10.0.0.5` and
 * `13800138000` are one; numbers of other countries keep their `+`. Undefined where there is none: withheld, an
 * extension, no number at all.
 */
export function callerNumber(said: unknown): string | undefined {
  if (typeof said !== 'string' && typeof said !== 'number') return undefined
  const text = String(said).slice(0, 200).normalize('NFKC')
  const user = ADDRESS.exec(text)?.[1] ?? text.split('@')[0] ?? ''
  if (/\p{L}/u.test(user)) return undefined
  const dialled = user.replaceAll(/[^\d+]/g, '').replace(CHINA, '')
  const number = dialled.replace(/^00(?=[1-9])/, '+').replace(/^0/, '')
  return NUMBER.test(number) ? number : undefined
}
