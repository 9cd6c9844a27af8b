import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AudiosocketParser, frame } from '../../../server/ingress/audiosocket-frames.ts'

type Read = [kind: number, payload: string]

/** Pushes `bytes` in pieces of `size`; gives what was read and the first refusal. */
function read(bytes: Buffer, size: number) {
  const parser = new AudiosocketParser()
  const frames: Read[] = []
  for (let at = 0; at < bytes.length; at += size) {
    const refused = parser.push(bytes.subarray(at, at + size), (kind, from, start, end) =>
      frames.push([kind, from.toString('hex', start, end)]),
    )
    if (refused) return { frames, refused }
  }
  return { frames, refused: undefined }
}

test('frames survive any cutting of the stream', () => {
  const kinds = fc.constantFrom(0x00, 0x01, 0x03, 0x10, 0x12, 0x18)
  const payloads = fc.uint8Array({ maxLength: 700 })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(kinds, payloads), { maxLength: 8 }),
      fc.integer({ min: 1, max: 50 }),
      (sent, size) => {
        const bytes = Buffer.concat(sent.map(([kind, payload]) => frame(kind, payload)))
        const expected = sent.map(([kind, payload]): Read => [kind, Buffer.from(payload).toString('hex')])
        expect(read(bytes, size)).toEqual({ frames: expected, refused: undefined })
      },
    ),
  )
})

test('what is no AudioSocket is refused, never thrown over', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 400 }),
      fc.integer({ min: 1, max: 50 }),
      (bytes, size) => {
        const { refused } = read(Buffer.from(bytes), size)
        expect([undefined, 'unknown-frame', 'frame-too-large']).toContain(refused)
      },
    ),
  )
})

test('the largest frame passes, one byte more does not', () => {
  expect(read(frame(0x10, Buffer.alloc(8192)), 10_000).refused).toBeUndefined()
  expect(read(frame(0x10, Buffer.alloc(8193)), 10_000).refused).toBe('frame-too-large')
})
