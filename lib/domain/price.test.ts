import { describe, expect, test } from 'vitest'
import { comparePrice, formatDecimal, parseDecimalPrice, parsePrice } from './price'

const price = (wei: bigint, perUnits = 1n) => ({ wei, perUnits })

test('zero is a price; no denominator, a negative one or a negative amount is none', () => {
  expect(parsePrice(0n, 1n)).toEqual(price(0n))
  expect(parsePrice(5n, 0n)).toBeNull()
  expect(parsePrice(5n, -1n)).toBeNull()
  expect(parsePrice(-5n, 1n)).toBeNull()
})

test('prices compare exactly where floating point would call them equal', () => {
  expect(comparePrice(price(2n ** 62n + 1n), price(2n ** 62n))).toBe(1)
  expect(comparePrice(price(1n, 3n), price(333_333_333_333_333_333n, 10n ** 18n))).toBe(1)
  expect(comparePrice(price(2n, 4n), price(1n, 2n))).toBe(0)
  expect(comparePrice(price(0n, 7n), price(1n, 10n ** 18n))).toBe(-1)
})

describe('a ceiling as people type it', () => {
  test.each([
    ['3000', 3000n, 1n],
    ['0.4', 4n, 10n],
    ['1e6', 1_000_000n, 1n],
    [' 12.50 ', 1250n, 100n],
    ['0', 0n, 1n],
  ])('%s', (text, wei, perUnits) => expect(parseDecimalPrice(text)).toEqual({ wei, perUnits }))
  test.each(['', '-1', '1,5', '1e-3', '.5', 'abc', '1e999', '0x10', '9'.repeat(40)])(
    '%s is refused',
    (text) => expect(parseDecimalPrice(text)).toBeNull(),
  )
})

test('a price as a decimal is cut, not rounded, and has no idle zeros', () => {
  expect(formatDecimal(price(11_800_000_000_000n, 54_901_722_631n), 6)).toBe('214.929503')
  expect(formatDecimal(price(2n, 3n), 4)).toBe('0.6666')
  expect(formatDecimal(price(1n, 2n))).toBe('0.5')
  expect(formatDecimal(price(10n ** 14n))).toBe('100000000000000')
  expect(formatDecimal(price(0n))).toBe('0')
})
