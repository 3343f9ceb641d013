import { expect, test } from 'vitest'
import { divide, formatFraction, multiply, subtract } from './fraction'

const of = (numerator: bigint, denominator = 1n) => ({ numerator, denominator })

test('no step is rounded, where floating point would be', () => {
  // 0.1 + 0.2 - 0.3 is not zero there.
  expect(subtract(of(3n, 10n), of(1n, 10n))).toEqual(of(20n, 100n))
  expect(formatFraction(subtract(of(1n, 3n), of(1n, 10n ** 30n)), 31)).toBe(`0.${'3'.repeat(29)}23`)
  expect(multiply(of(2n, 3n), of(5n, 7n))).toEqual(of(10n, 21n))
  expect(divide(of(1n, 3n), of(2n, 7n))).toEqual(of(7n, 6n))
})

test('what is divided by an amount below zero keeps a positive denominator; by zero it is nothing', () => {
  expect(divide(of(1n, 2n), of(-3n, 5n))).toEqual(of(-5n, 6n))
  expect(divide(of(1n), of(0n, 7n))).toBeNull()
})

test('amounts below zero are cut towards zero, and one that is cut to nothing has no sign', () => {
  expect(formatFraction(of(-5n, 4n))).toBe('-1.25')
  expect(formatFraction(of(-2n, 3n), 4)).toBe('-0.6666')
  expect(formatFraction(of(-1n, 10n ** 19n))).toBe('0')
  expect(formatFraction(of(0n))).toBe('0')
  expect(formatFraction(of(2n, 3n), 3)).toBe('0.666')
})
