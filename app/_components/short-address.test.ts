import { expect, test } from 'vitest'
import { shortAddress } from './short-address'

test('an address is told by its two ends', () =>
  expect(shortAddress('0x5AF25C32c247BE7adF526A1D3500d7Fc2cd18a0E')).toBe('0x5AF2…8a0E'))
