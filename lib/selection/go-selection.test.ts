import { describe, expect, test } from 'vitest'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { seededRandom } from '@/lib/domain/seeded-random'
import { selectFirstAffordable } from './go-live-selection'
import {
  drawByProbability,
  filterByScoreAndPrice,
  GO_DEFAULT_WEIGHTS,
  type GoCandidate,
  type GoFilters,
  selectByProbability,
  selectionProbabilities,
} from './go-probability-selection'

const candidate = (
  last: number,
  { wei = 1n, stake = 0n, score = null }: { wei?: bigint | null; stake?: bigint; score?: number | null } = {},
): GoCandidate => ({
  address: addressFromBytes(Uint8Array.of(last)),
  price: wei === null ? null : { wei, perUnits: 1n },
  stake,
  score,
})
const most = (wei: bigint) => ({ wei, perUnits: 1n })
const NO_FILTERS: GoFilters = { minScore: 0, maxPrice: null, ignoresMaxPriceIfNeeded: false }

describe('filters', () => {
  const three = [
    candidate(1, { wei: 500n, score: 0.6 }),
    candidate(2, { wei: 1500n, score: 0.8 }),
    candidate(3, { wei: 1000n, score: 0.9 }),
  ]
  const [, second, third] = three

  test('the score is looked at first, then the price', () => {
    const filters = { minScore: 0.7, maxPrice: most(1000n), ignoresMaxPriceIfNeeded: false }
    expect(filterByScoreAndPrice(three, filters)).toEqual([third])
  })

  test('when all are too dear, nobody is left, or where that is allowed all that score', () => {
    const filters = { minScore: 0.7, maxPrice: most(100n), ignoresMaxPriceIfNeeded: false }
    expect(filterByScoreAndPrice(three, filters)).toEqual([])
    expect(filterByScoreAndPrice(three, { ...filters, ignoresMaxPriceIfNeeded: true })).toEqual([
      second,
      third,
    ])
  })

  test('when nobody reaches the score, everybody stays', () => {
    expect(filterByScoreAndPrice(three, { ...NO_FILTERS, minScore: 0.99 })).toEqual(three)
  })

  test('a negative price is refused whatever else holds, and zero is a price', () => {
    const list = [candidate(1, { wei: -1n }), candidate(2, { wei: 0n })]
    for (const maxPrice of [null, most(0n)])
      for (const ignoresMaxPriceIfNeeded of [true, false])
        expect(filterByScoreAndPrice(list, { minScore: 0, maxPrice, ignoresMaxPriceIfNeeded })).toEqual([
          list[1],
        ])
  })

  test('fractions are compared as such: a third of a wei is more than 0.333', () => {
    const third = { ...candidate(1), price: { wei: 1n, perUnits: 3n } }
    const filters = { ...NO_FILTERS, maxPrice: { wei: 333n, perUnits: 1000n } }
    expect(filterByScoreAndPrice([third], filters)).toEqual([])
  })
})

describe('chances', () => {
  test('prices far above the factor keep their order, where exp() makes zeros of all of them', () => {
    const list = [1_000_000n, 1_000_100n, 5_000_000n].map((wei, i) => candidate(i, { wei }))
    const chances = selectionProbabilities(list, { stake: 0, price: 1, random: 0, priceExpFactor: 100 })
    expect(chances.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
    expect((chances[0] ?? 0) / (chances[1] ?? 0)).toBeCloseTo(Math.E, 9)
    expect(chances[2]).toBe(0)
  })

  test('prices beyond what a number holds have chances all the same', () => {
    const huge = 10n ** 400n
    const list = [huge, huge + 100n].map((wei, i) => candidate(i, { wei }))
    const [first = 0, second = 0] = selectionProbabilities(list, {
      ...GO_DEFAULT_WEIGHTS,
      stake: 0,
      price: 1,
      random: 0,
    })
    expect(first / second).toBeCloseTo(Math.E, 9)
  })

  test('an unknown price adds nothing to a chance', () => {
    const list = [candidate(1), candidate(2, { wei: null })]
    expect(selectionProbabilities(list, { stake: 0, price: 0.7, random: 0.3, priceExpFactor: 100 })).toEqual([
      0.85, 0.15,
    ])
  })

  test('by default, stake counts 0.7 and chance 0.3', () => {
    const list = [candidate(1, { stake: 100n }), candidate(2, { stake: 900n })]
    const [first, second] = selectionProbabilities(list, GO_DEFAULT_WEIGHTS)
    expect(first).toBeCloseTo(0.22, 12)
    expect(second).toBeCloseTo(0.78, 12)
  })
})

describe('the draw', () => {
  test('shares of 100,000 draws are the chances, within a hundredth', () => {
    const list = [3, 1, 2].map((last) => candidate(last))
    const random = seededRandom('draws')
    const counts = new Map<string, number>()
    for (let i = 0; i < 100_000; i++) {
      const drawn = drawByProbability(list, { probabilities: [0.11, 0.29, 0.6], random: random.next() })
      if (drawn) counts.set(drawn.address, (counts.get(drawn.address) ?? 0) + 1)
    }
    for (const [i, chance] of [0.11, 0.29, 0.6].entries())
      expect(Math.abs((counts.get(list[i]?.address ?? '') ?? 0) / 100_000 - chance)).toBeLessThan(0.01)
  })

  test('the order of the list decides nothing', () => {
    const list = [1, 2, 3, 4].map((last) => candidate(last, { stake: BigInt(last) }))
    for (const random of [0, 0.2, 0.5, 0.8, 0.999999]) {
      const asked = { filters: NO_FILTERS, weights: GO_DEFAULT_WEIGHTS, random }
      expect(selectByProbability(list.toReversed(), asked)).toBe(selectByProbability(list, asked))
    }
  })

  test('without any stake everybody is as likely, though the chances add up to more than 1', () => {
    const list = [1, 2, 3, 4].map((last) => candidate(last))
    const drawn = [0.1, 0.3, 0.6, 0.9].map((random) =>
      selectByProbability(list, { filters: NO_FILTERS, weights: GO_DEFAULT_WEIGHTS, random }),
    )
    expect(drawn).toEqual(list)
  })

  test('whoever has no chance is never drawn, not even at zero, and of nobody nobody is drawn', () => {
    const list = [candidate(1), candidate(2), candidate(3)]
    expect(drawByProbability(list, { probabilities: [0, 1, 0], random: 0 })).toBe(list[1])
    expect(drawByProbability(list, { probabilities: [0, 1, 0], random: 1 - Number.EPSILON })).toBe(list[1])
    expect(drawByProbability([], { probabilities: [], random: 0.5 })).toBeNull()
  })
})

describe('live selection', () => {
  test('takes the first that fits, not the cheapest, and none without a price', () => {
    const list = [
      candidate(1, { wei: null }),
      candidate(2, { wei: 2500n }),
      candidate(3, { wei: 2000n }),
      candidate(4),
    ]
    expect(selectFirstAffordable(list, { maxPrice: most(2000n) })).toBe(list[2])
    expect(selectFirstAffordable(list.slice(0, 2), { maxPrice: most(2000n) })).toBeNull()
  })

  test('takes the first of all where nothing is too dear, unless its price is negative', () => {
    const list = [candidate(1, { wei: -5n }), candidate(2, { wei: null })]
    expect(selectFirstAffordable(list, { maxPrice: null })).toBe(list[1])
    expect(selectFirstAffordable(list, { maxPrice: most(7n) })).toBeNull()
  })
})
