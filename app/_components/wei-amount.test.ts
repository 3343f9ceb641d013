import { expect, test } from 'vitest'
import { usdOfWei } from './wei-amount'

test('dollars of wei are exact to 18 places, and nothing without a rate', () => {
  expect(usdOfWei('1000000000000000000', '2500.5')).toBe('2500.5')
  expect(usdOfWei('1', '2500')).toBe('0.0000000000000025')
  expect(usdOfWei('0', '2500')).toBe('0')
  expect(usdOfWei('1', null)).toBeNull()
  expect(usdOfWei('much', '2500')).toBeNull()
})
