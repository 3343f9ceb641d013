import { expect, test } from 'vitest'
import { answer } from '@/lib/domain/testdata/answer'
import { canonicalAnswer } from './canonical-answer'

const price = (capability: number, constraint: string, pricePerUnit: bigint, pixelsPerUnit = 1n) => ({
  capability,
  constraint,
  pricePerUnit,
  pixelsPerUnit,
})

test('the same prices in any order are the same answer; of two for one model the dearer stands first', () => {
  const prices = [
    price(27, 'a', 5n, 2n),
    price(27, 'a', 2n),
    price(27, 'b', 1n),
    price(33, 'a', 0n),
    price(33, 'b', 7n, 0n),
    price(33, 'b', 3n, 0n),
  ]
  const canonical = (list: typeof prices) =>
    canonicalAnswer(answer({ capabilitiesPrices: list })).capabilitiesPrices
  expect(canonical(prices.toReversed())).toEqual(prices)
  expect(canonical([...prices.slice(3), ...prices.slice(0, 3)])).toEqual(prices)
})
