/**
 * Reads 16-bit little-endian samples out of a byte stream that may be cut anywhere: an odd byte waits for its
 * other half. The returned array is used again by the next call.
 */
export class PcmDecoder {
  #half: number | undefined
  #samples = new Int16Array(320)

  decode(bytes: Uint8Array, start = 0, end = bytes.length): Int16Array {
    const carried = this.#half === undefined ? 0 : 1
    const total = end - start + carried
    const count = total >> 1
    const samples = sized(this.#samples, count)
    this.#samples = samples
    let at = start
    let index = 0
    if (this.#half !== undefined && count > 0) {
      samples[index++] = this.#half | ((bytes[at++] ?? 0) << 8)
      this.#half = undefined
    }
    while (index < count) {
      samples[index++] = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
      at += 2
    }
    if (at < end) this.#half = bytes[at]
    return samples
  }
}

/**
 * Takes interleaved left and right samples apart. A left sample whose right one has not come waits for it.
 * Both arrays are used again by the next call.
 */
export class StereoSplitter {
  #waiting: number | undefined
  #left = new Int16Array(320)
  #right = new Int16Array(320)

  /** Puts what is complete into `left` and `right`, which then have the same length. */
  split(interleaved: Int16Array): void {
    const carried = this.#waiting === undefined ? 0 : 1
    const count = (interleaved.length + carried) >> 1
    this.#left = sized(this.#left, count)
    this.#right = sized(this.#right, count)
    let at = 0
    let index = 0
    if (this.#waiting !== undefined && count > 0) {
      this.#left[0] = this.#waiting
      this.#right[0] = interleaved[at++] ?? 0
      this.#waiting = undefined
      index = 1
    }
    for (; index < count; index++) {
      this.#left[index] = interleaved[at++] ?? 0
      this.#right[index] = interleaved[at++] ?? 0
    }
    if (at < interleaved.length) this.#waiting = interleaved[at]
  }

  get left(): Int16Array {
    return this.#left
  }

  get right(): Int16Array {
    return this.#right
  }
}

/** The same array as long as the length stays, so that a steady stream of frames allocates nothing. */
function sized(samples: Int16Array<ArrayBuffer>, length: number): Int16Array<ArrayBuffer> {
  return samples.length === length ? samples : new Int16Array(length)
}
