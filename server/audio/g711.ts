import alawmulaw from 'alawmulaw'

/** The two companding laws of G.711. China's and Europe's trunks use A-law. */
export type G711Law = 'alaw' | 'ulaw'

/** 16-bit value of each of the 256 codes. */
const TABLES: Record<G711Law, Int16Array> = {
  alaw: Int16Array.from({ length: 256 }, (_, code) => alawmulaw.alaw.decodeSample(code)),
  ulaw: Int16Array.from({ length: 256 }, (_, code) => alawmulaw.mulaw.decodeSample(code)),
}

/** The code of silence, for what has to be sent to a peer that speaks G.711. */
export const G711_SILENCE: Record<G711Law, number> = { alaw: 0xd5, ulaw: 0xff }

/** Decodes 8-bit codes to 16-bit samples. The returned array is used again by the next call. */
export class G711Decoder {
  readonly #table: Int16Array
  #samples = new Int16Array(160)

  constructor(law: G711Law) {
    this.#table = TABLES[law]
  }

  decode(bytes: Uint8Array, start = 0, end = bytes.length): Int16Array {
    const count = end - start
    if (this.#samples.length !== count) this.#samples = new Int16Array(count)
    for (let index = 0; index < count; index++) {
      this.#samples[index] = this.#table[bytes[start + index] ?? 0] ?? 0
    }
    return this.#samples
  }
}
