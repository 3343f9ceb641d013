import { expect, test } from 'vitest'
import {
  type Ceiling,
  type CeilingCurrency,
  ceilingFor,
  ceilingPrice,
  type PriceCeilings,
} from './price-ceilings'

const ceiling = (numerator: bigint, currency: CeilingCurrency = 'wei', denominator = 1n): Ceiling => ({
  amount: { numerator, denominator },
  currency,
})

const ceilings: PriceCeilings = {
  global: ceiling(1n),
  byModel: new Map([
    ['llm', new Map([['glm', ceiling(2n)]])],
    [
      'text-to-image',
      new Map([
        ['flux', ceiling(3n)],
        ['default', ceiling(4n)],
      ]),
    ],
  ]),
}

test.each([
  ['text-to-image', 'flux', 3n],
  ['text-to-image', 'sdxl', 4n],
  ['text-to-image', null, 4n],
  ['llm', 'glm', 2n],
  ['llm', 'other', 1n],
  ['upscale', 'flux', 1n],
])('the ceiling of %s %s is its own, else the default, else the global one', (pipeline, model, amount) => {
  expect(ceilingFor(ceilings, { pipeline, model })?.amount.numerator).toBe(amount)
})

test('without any ceiling every price will do', () => {
  expect(ceilingFor({ global: null, byModel: new Map() }, { pipeline: 'llm', model: 'glm' })).toBeNull()
})

const rate = { numerator: 3_141_592_653n, denominator: 1_000_000n }

test.each([
  [ceiling(7n, 'wei', 2n), 7n, 2n],
  [ceiling(1n, 'eth', 10_000_000n), 10n ** 11n, 1n],
  // 0.5 dollars at 3141.592653 dollars for an ETH.
  [ceiling(1n, 'usd', 2n), 5n * 10n ** 23n, 3_141_592_653n],
])('$currency become wei exactly', (given, wei, perUnits) => {
  const price = ceilingPrice(given, rate)
  expect(price).not.toBe('no-rate')
  if (price !== 'no-rate') expect(price.wei * perUnits).toBe(wei * price.perUnits)
})

test('dollars without a rate are no number of wei, and the others need none', () => {
  expect(ceilingPrice(ceiling(1n, 'usd'), null)).toBe('no-rate')
  expect(ceilingPrice(ceiling(1n, 'usd'), { numerator: 0n, denominator: 1n })).toBe('no-rate')
  expect(ceilingPrice(ceiling(1n, 'eth'), null)).toEqual({ wei: 10n ** 18n, perUnits: 1n })
})
