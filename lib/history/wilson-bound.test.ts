import { expect, test } from 'vitest'
import { wilsonLowerBound } from './wilson-bound'

test('it is the smallest share from which so many hits are no more than a one-sided test at 5 % lets pass', () => {
  for (const [hits, n] of [
    [1, 1],
    [9, 10],
    [3, 7],
    [990, 1_000],
  ] as const) {
    const bound = wilsonLowerBound(hits, n) ?? Number.NaN
    const deviations = (hits / n - bound) / Math.sqrt((bound * (1 - bound)) / n)
    // The quantile of the normal distribution at 95 %.
    expect(deviations).toBeCloseTo(1.644854, 5)
  }
})

test('one of one never beats 990 of 1,000', () => {
  expect(wilsonLowerBound(1, 1)).toBeLessThan(wilsonLowerBound(990, 1_000) ?? 0)
})

test('it is below the share, rises with hits, and nears the share with samples', () => {
  for (let n = 1; n <= 200; n++)
    for (let hits = 0; hits <= n; hits++) {
      const bound = wilsonLowerBound(hits, n) ?? Number.NaN
      expect(bound).toBeGreaterThanOrEqual(0)
      expect(bound).toBeLessThanOrEqual(hits / n)
      if (hits > 0) expect(bound).toBeGreaterThan(wilsonLowerBound(hits - 1, n) ?? Number.NaN)
      expect(wilsonLowerBound(hits * 10, n * 10)).toBeGreaterThanOrEqual(bound)
    }
})

test('of none there is none', () => {
  expect(wilsonLowerBound(0, 0)).toBeNull()
  expect(wilsonLowerBound(0, 50)).toBe(0)
})
