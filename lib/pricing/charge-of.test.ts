import { expect, test } from 'vitest'
import { chargeOf } from './charge-of'
import type { SaleBasis } from './estimate-cost'

const basis = (...readings: [bigint, ...bigint[]]): SaleBasis => ({
  unit: { name: 'image', label: 'image', readings, uncertainty: null },
  prices: { unit: 'pixel', spread: { n: 0, min: null, median: null, max: null } } as SaleBasis['prices'],
})
const usd = { kind: 'known', usd: { numerator: 3n, denominator: 100n } } as const

test('half an image of three cents is a cent and a half', () => {
  expect(chargeOf({ price: usd, basis: basis(1_000n) }, 500n)).toEqual({
    numerator: 1_500n,
    denominator: 100_000n,
  })
})

test('of two readings the last one counts', () => {
  expect(chargeOf({ price: usd, basis: basis(1n, 1_000n) }, 1_000n)).toEqual({
    numerator: 3_000n,
    denominator: 100_000n,
  })
})

test('without a known price, or where nobody bills by the unit, nothing is charged', () => {
  expect(chargeOf({ price: usd, basis: null }, 5n)).toBeNull()
  expect(chargeOf({ price: { kind: 'unknown', reason: 'no-rate' }, basis: basis(1n) }, 5n)).toBeNull()
})
