import { describe, expect, test } from 'vitest'
import { exactFraction } from './exact-fraction'

describe('a number is an exact fraction', () => {
  test.each([
    ['5', 5n, 1n],
    ['-5', -5n, 1n],
    ['0', 0n, 1n],
    ['-0.0', 0n, 10n],
    ['0.5', 5n, 10n],
    ['-0.5', -5n, 10n],
    ['1e21', 10n ** 21n, 1n],
    ['1E+2', 100n, 1n],
    ['25e-1', 25n, 10n],
    ['1.25e1', 1250n, 100n],
    ['18446744073709551617', 2n ** 64n + 1n, 1n],
    ['1e100', 10n ** 100n, 1n],
  ])('%s', (spelling, numerator, denominator) =>
    expect(exactFraction(spelling)).toEqual({ numerator, denominator }),
  )
  test.each(['', '05', '+5', '.5', '5.', '1/3', '0x10', ' 5', '1_0', 'NaN', '1e', '1e101', '1e999999999999'])(
    '%j is none',
    (spelling) => expect(exactFraction(spelling)).toBeNull(),
  )
  test('of a length that nobody means', () => {
    expect(exactFraction('9'.repeat(100))).not.toBeNull()
    expect(exactFraction('9'.repeat(101))).toBeNull()
    expect(exactFraction(`1e${'0'.repeat(1_000_000)}1`)).toBeNull()
  })
})
