/** Makes small audio files for tests, sample by sample, so that no recording has to be kept. */

export function wavFile(
  tag: number,
  bits: number,
  channels: number,
  sampleRate: number,
  data: Buffer,
): Buffer {
  const header = Buffer.alloc(36)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + 8 + data.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(tag, 20)
  header.writeUInt16LE(channels, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE((sampleRate * channels * bits) / 8, 28)
  header.writeUInt16LE((channels * bits) / 8, 32)
  header.writeUInt16LE(bits, 34)
  // An odd-sized chunk that a reader has to step over, with its padding byte.
  const note = Buffer.from('LIST\u0003\u0000\u0000\u0000abc\u0000', 'latin1')
  const dataHeader = Buffer.alloc(8)
  dataHeader.write('data', 0)
  dataHeader.writeUInt32LE(data.length, 4)
  return Buffer.concat([header, note, dataHeader, data])
}

export function pcm16(samples: readonly number[]): Buffer {
  const data = Buffer.alloc(samples.length * 2)
  for (const [i, sample] of samples.entries()) data.writeInt16LE(sample, i * 2)
  return data
}

const BLOCK = 192

/** A 16-bit FLAC of whole blocks of 192 samples, stored verbatim (no prediction), at 16 kHz. */
export function flacFile(channels: readonly Int16Array[]): Buffer {
  const length = channels[0]?.length ?? 0
  const info = Buffer.alloc(38)
  info.writeUInt8(0x80, 0)
  info.writeUIntBE(34, 1, 3)
  info.writeUInt16BE(BLOCK, 4)
  info.writeUInt16BE(BLOCK, 6)
  // 20 bits rate, 3 bits channels − 1, 5 bits width − 1, 36 bits length
  info.writeBigUInt64BE(
    (16000n << 44n) | (BigInt(channels.length - 1) << 41n) | (15n << 36n) | BigInt(length),
    14,
  )
  const blocks = Array.from({ length: length / BLOCK }, (_, block) => {
    // sync, fixed size; 192 samples at 16 kHz; independent channels of 16 bits; block number below 128
    const header = Buffer.from([0xff, 0xf8, 0x15, ((channels.length - 1) << 4) | 0x08, block])
    const subframes = channels.map((channel) => {
      const body = Buffer.alloc(1 + BLOCK * 2)
      body.writeUInt8(0x02, 0)
      for (let i = 0; i < BLOCK; i++) body.writeInt16BE(channel[block * BLOCK + i] as number, 1 + i * 2)
      return body
    })
    const frame = Buffer.concat([header, Buffer.from([crc(header, 8, 0x07)]), ...subframes])
    const check = Buffer.alloc(2)
    check.writeUInt16BE(crc(frame, 16, 0x8005))
    return Buffer.concat([frame, check])
  })
  return Buffer.concat([Buffer.from('fLaC'), info, ...blocks])
}

function crc(bytes: Buffer, width: 8 | 16, polynomial: number): number {
  const top = 1 << (width - 1)
  let sum = 0
  for (const byte of bytes) {
    sum ^= byte << (width - 8)
    for (let bit = 0; bit < 8; bit++) sum = (sum & top ? (sum << 1) ^ polynomial : sum << 1) & (top * 2 - 1)
  }
  return sum
}
