import { describe, expect, test } from 'vitest'
import type { Price } from '@/lib/domain/price'
import { comparableKey, comparables, pricePosition } from './price-position'
import { offering } from './testdata/offering'

const prices = (...wei: readonly bigint[]): readonly Price[] => wei.map((one) => ({ wei: one, perUnits: 1n }))
const price = (wei: bigint): Price => ({ wei, perUnits: 1n })

describe('where a price stands', () => {
  test('one of several equal ones shares the better rank with them', () => {
    expect(pricePosition(price(5n), prices(3n, 5n, 5n, 8n), { isAmong: true })).toEqual({
      rank: 2,
      of: 4,
      percentile: (100 * 2) / 3,
      cheaper: price(3n),
      dearer: price(8n),
    })
  })

  test('one that is not among them is one more, also where somebody else asks as much', () => {
    expect(pricePosition(price(5n), prices(3n, 5n), { isAmong: false })).toMatchObject({
      rank: 2,
      of: 3,
      percentile: 50,
    })
    expect(pricePosition(price(9n), prices(3n, 5n), { isAmong: false })).toEqual({
      rank: 3,
      of: 3,
      percentile: 0,
      cheaper: price(5n),
      dearer: null,
    })
  })

  test('alone it is the first of one, and better than nobody', () => {
    const alone = { rank: 1, of: 1, percentile: null, cheaper: null, dearer: null }
    expect(pricePosition(price(5n), prices(5n), { isAmong: true })).toEqual(alone)
    expect(pricePosition(price(5n), [], { isAmong: false })).toEqual(alone)
  })
})

test('what is on a price list alone is not compared with', () => {
  const known = comparables([
    offering({ wei: 7n }),
    offering({ wei: 5n }),
    offering({ wei: 1n, state: 'priced-only' }),
  ])
  expect(known.get(comparableKey(offering()))).toMatchObject({
    prices: prices(5n, 7n),
    spread: { min: price(5n) },
  })
})
