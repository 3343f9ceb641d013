import { expect, test } from 'vitest'
import { GrpcFrame } from './grpc-frame'

const collect = (bytes: Buffer, size: number) => {
  const frame = new GrpcFrame(1_000)
  for (let at = 0; at < bytes.length; at += size) {
    const failure = frame.add(bytes.subarray(at, at + size))
    if (failure) return failure
  }
  return frame.message()
}
const message = Buffer.from('a message of some length')

test.each([1, 2, 4, 5, 6, 1_000])('a message is the same in pieces of %i bytes', (size) =>
  expect(collect(GrpcFrame.of(message), size)).toEqual(message),
)

test('an incomplete one is none, an empty one is one', () => {
  expect(collect(GrpcFrame.of(message).subarray(0, -1), 7)).toBeNull()
  expect(collect(Buffer.alloc(3), 7)).toBeNull()
  expect(collect(GrpcFrame.of(Buffer.alloc(0)), 7)).toHaveLength(0)
})

test('a compressed, a second and a too large message are refused', () => {
  expect(collect(Buffer.from([1, 0, 0, 0, 0]), 5)).toMatchObject({ kind: 'protocol' })
  expect(collect(Buffer.concat([GrpcFrame.of(message), GrpcFrame.of(message)]), 7)).toMatchObject({
    kind: 'protocol',
  })
  expect(collect(Buffer.from([0, 0xff, 0xff, 0xff, 0xff]), 5)).toMatchObject({ kind: 'too-large' })
})
