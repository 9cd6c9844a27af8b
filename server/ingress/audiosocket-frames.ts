import type { RefusalReason } from './refusal.ts'

/** Kinds of AudioSocket frame that this service reads or writes. */
export const FrameKind = {
  hangup: 0x00,
  uuid: 0x01,
  dtmf: 0x03,
  /** 8 kHz by name; older Asterisks send any format under it. */
  slin8: 0x10,
  slin16: 0x12,
} as const

/** Every kind that Asterisk has, rates included that no telephone line needs: they are refused by name. */
const KNOWN_KINDS = new Set([0x00, 0x01, 0x03, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18])

const HEADER_BYTES = 3
/** A quarter of a second of 16 kHz audio; Asterisk sends 20 ms. */
const MAX_PAYLOAD_BYTES = 8192

/** One frame: kind, length, payload. */
export function frame(kind: number, payload: Uint8Array = new Uint8Array()): Buffer {
  return Buffer.concat([Buffer.from([kind, payload.length >> 8, payload.length & 0xff]), payload])
}

/** Cuts the TCP stream into frames. What is whole in a chunk is handed on in place, without a copy. */
export class AudiosocketParser {
  #rest: Buffer | undefined

  /**
   * Hands each whole frame's kind and payload (`bytes` from `start` to `end`) to `onFrame`. Returns why the stream
   * is no AudioSocket stream, or undefined.
   */
  push(
    chunk: Buffer,
    onFrame: (kind: number, bytes: Buffer, start: number, end: number) => void,
  ): RefusalReason | undefined {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk
    this.#rest = undefined
    let at = 0
    while (at < bytes.length) {
      const kind = bytes[at] ?? 0
      if (!KNOWN_KINDS.has(kind)) return 'unknown-frame'
      const start = at + HEADER_BYTES
      if (start > bytes.length) break
      const length = bytes.readUInt16BE(at + 1)
      if (length > MAX_PAYLOAD_BYTES) return 'frame-too-large'
      if (start + length > bytes.length) break
      onFrame(kind, bytes, start, start + length)
      at = start + length
    }
    if (at < bytes.length) this.#rest = Buffer.from(bytes.subarray(at))
    return undefined
  }
}
