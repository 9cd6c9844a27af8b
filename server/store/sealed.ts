import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * AES-256-GCM under a fresh nonce: `nonce ‖ ciphertext ‖ tag`. `boundTo` names the place that the result is kept
 * in; it opens there and nowhere else. (With a key of plain bytes, Node takes four times as long.)
 */
export function seal(key: KeyObject, boundTo: string, plain: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(NONCE_BYTES + plain.length + TAG_BYTES)
  const nonce = randomFillSync(sealed.subarray(0, NONCE_BYTES))
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo))
  sealed.set(cipher.update(plain), NONCE_BYTES)
  cipher.final()
  sealed.set(cipher.getAuthTag(), NONCE_BYTES + plain.length)
  return sealed
}

/** Throws where the bytes were altered, moved or sealed with another key. */
export function unseal(key: KeyObject, boundTo: string, sealed: Uint8Array): Uint8Array {
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(sealed.subarray(-TAG_BYTES))
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES))
  decipher.final()
  return plain
}
