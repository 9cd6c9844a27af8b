import alawmulaw from 'alawmulaw'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { G711_SILENCE, G711Decoder } from '../../../server/audio/g711.ts'
import { PcmDecoder, StereoSplitter } from '../../../server/audio/pcm.ts'

const samples = fc.array(fc.integer({ min: -32768, max: 32767 }), { maxLength: 300 })
const cuts = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 20 })

function bytesOf(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [index, value] of values.entries()) bytes.writeInt16LE(value, index * 2)
  return bytes
}

/** Pieces of the given sizes, then the rest. */
function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const cutOff: Buffer[] = []
  let at = 0
  for (const size of sizes) {
    cutOff.push(bytes.subarray(at, at + size))
    at += size
  }
  return [...cutOff, bytes.subarray(at)]
}

test('samples survive any cutting of their bytes', () => {
  fc.assert(
    fc.property(samples, cuts, (values, sizes) => {
      const decoder = new PcmDecoder()
      expect(pieces(bytesOf(values), sizes).flatMap((piece) => [...decoder.decode(piece)])).toEqual(values)
    }),
  )
})

test('a part of a larger buffer is read in place', () => {
  const bytes = Buffer.concat([Buffer.alloc(3, 0xee), bytesOf([1, -2, 32767]), Buffer.alloc(2, 0xee)])
  expect([...new PcmDecoder().decode(bytes, 3, 9)]).toEqual([1, -2, 32767])
})

test('a steady stream of frames is decoded into one array', () => {
  const decoder = new PcmDecoder()
  const first = decoder.decode(bytesOf([1, 2, 3]))
  expect(decoder.decode(bytesOf([4, 5, 6]))).toBe(first)
  expect([...first]).toEqual([4, 5, 6])
})

test('left and right come apart whatever the cutting', () => {
  fc.assert(
    fc.property(samples, cuts, (values, sizes) => {
      const whole = values.slice(0, values.length & ~1)
      const decoder = new PcmDecoder()
      const splitter = new StereoSplitter()
      const left: number[] = []
      const right: number[] = []
      for (const piece of pieces(bytesOf(whole), sizes)) {
        splitter.split(decoder.decode(piece))
        left.push(...splitter.left)
        right.push(...splitter.right)
      }
      expect(left).toEqual(whole.filter((_, index) => index % 2 === 0))
      expect(right).toEqual(whole.filter((_, index) => index % 2 === 1))
    }),
  )
})

test.each([
  { law: 'alaw', codec: alawmulaw.alaw },
  { law: 'ulaw', codec: alawmulaw.mulaw },
] as const)('all 256 codes of $law', ({ law, codec }) => {
  const codes = Uint8Array.from({ length: 256 }, (_, code) => code)
  const decoder = new G711Decoder(law)
  expect(decoder.decode(codes)).toEqual(codec.decode(codes))
  expect([...decoder.decode(codes, 250, 253)]).toEqual([...codec.decode(codes.slice(250, 253))])
  expect(Math.abs(decoder.decode(Uint8Array.of(G711_SILENCE[law]))[0] ?? 99)).toBeLessThanOrEqual(8)
})
