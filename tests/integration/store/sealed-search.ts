import { createCipheriv } from 'node:crypto'

const NONCE_BYTES = 12
const BLOCK_BYTES = 16
const OFFSETS_AT_ONCE = 2 ** 16

/**
 * Those of `texts` that stand sealed somewhere in `bytes` for one of `keys`. Every offset is taken for the beginning
 * of a sealed value, whose first block is opened as AES-GCM opens it, in counter mode: so it is found whatever it
 * was bound to, and also where its end and its tag are gone. A text is told by its first 16 bytes.
 */
export function findSealed(
  bytes: Uint8Array,
  keys: readonly Uint8Array[],
  texts: readonly Uint8Array[],
): Uint8Array[] {
  if (texts.some((text) => text.length < BLOCK_BYTES)) throw new RangeError('too short to be told')
  const ciphers = keys.map((key) => createCipheriv('aes-256-ecb', key, null).setAutoPadding(false))
  const found = new Set<Uint8Array>()
  const counters = new Uint8Array(OFFSETS_AT_ONCE * BLOCK_BYTES)
  const end = bytes.length - NONCE_BYTES - BLOCK_BYTES + 1
  for (let start = 0; start < end; start += OFFSETS_AT_ONCE) {
    const sealed = bytes.subarray(start, start + OFFSETS_AT_ONCE + NONCE_BYTES + BLOCK_BYTES - 1)
    const offsets = sealed.length - NONCE_BYTES - BLOCK_BYTES + 1
    for (let i = 0; i < offsets; i++) {
      for (let j = 0; j < NONCE_BYTES; j++) counters[i * BLOCK_BYTES + j] = sealed[i + j] as number
      // The first block is number 2: number 1 makes the tag.
      counters[i * BLOCK_BYTES + BLOCK_BYTES - 1] = 2
    }
    for (const cipher of ciphers) {
      const stream = cipher.update(counters.subarray(0, offsets * BLOCK_BYTES))
      for (const text of texts) if (opensTo(text, sealed, stream, offsets)) found.add(text)
    }
  }
  return [...found]
}

function opensTo(text: Uint8Array, sealed: Uint8Array, stream: Uint8Array, offsets: number): boolean {
  for (let i = 0; i < offsets; i++) {
    let j = 0
    const at = (i + NONCE_BYTES) | 0
    while (
      j < BLOCK_BYTES &&
      ((sealed[at + j] as number) ^ (stream[i * BLOCK_BYTES + j] as number)) === text[j]
    )
      j++
    if (j === BLOCK_BYTES) return true
  }
  return false
}
