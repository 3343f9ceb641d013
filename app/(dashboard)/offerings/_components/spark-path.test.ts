import { expect, test } from 'vitest'
import { sparkPath, sparkScale } from './spark-path'

const SIZE = { width: 40, height: 10 }
const LINEAR = { min: 0, max: 100, isLog: false }

test('a line goes from the left to the right, low numbers low', () =>
  expect(sparkPath([0, 50, 100], LINEAR, SIZE)).toBe('M0 10L20 5L40 0'))

test('a gap stays a gap, and a number alone can be seen', () =>
  expect(sparkPath([0, 100, null, 50, null], LINEAR, SIZE)).toBe('M0 10L10 0M25 5h5'))

test('what lies outside of the scale is at its edge', () =>
  expect(sparkPath([-5, 500], LINEAR, SIZE)).toBe('M0 10L40 0'))

test('a wide spread is drawn by factors', () => {
  const scale = sparkScale(1, 10_000)
  expect(scale?.isLog).toBe(true)
  expect(scale && sparkPath([1, 100, 10_000], scale, SIZE)).toBe('M0 10L20 5L40 0')
})

test('all alike is a line in the middle, and nothing is nothing', () => {
  const scale = sparkScale(7, 7)
  expect(scale && sparkPath([7, 7], scale, SIZE)).toBe('M0 5L40 5')
  expect(sparkPath([null, null], LINEAR, SIZE)).toBe('')
  expect(sparkScale(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBeNull()
})
