import { expect, test } from 'vitest'
import { featureBits, hasFeatures } from './feature-bits'

test.each([
  [[], []],
  [[-10, -1, 0, 1, 2, 3, 4, 5], [63n]],
  [
    [193, 192],
    [0n, 0n, 0n, 3n],
  ],
  [
    [193, 54, 192, 79],
    [1n << 54n, 1n << 15n, 0n, 3n],
  ],
])('features %j as words', (ids, words) => {
  expect(featureBits(ids)).toEqual(words)
})

test('some of the offered features are offered, and one more is not', () => {
  expect(hasFeatures([15n], featureBits([0, 1, 2, 3]))).toBe(true)
  expect(hasFeatures([15n], featureBits([0, 4]))).toBe(false)
  expect(hasFeatures([], [])).toBe(true)
  expect(hasFeatures([2n], [])).toBe(true)
  expect(hasFeatures([], [2n])).toBe(false)
})

test('more words than are offered are not offered, as in go-livepeer, even where they are zero', () => {
  expect(hasFeatures([2n], [2n, 0n])).toBe(false)
  expect(hasFeatures([2n, 0n], [2n])).toBe(true)
})
