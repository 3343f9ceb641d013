import { expect, test } from 'vitest'
import { expiresAt, freshnessOf } from './freshness'

test('freshness is counted in probe cadences: fresh to 1.5, ageing to 3, stale to 8', () => {
  const at = (cadences: number) => freshnessOf(cadences * 60_000, 60_000)
  expect([0, 1.5, 1.51, 3, 3.01, 8, 8.01].map(at)).toEqual([
    'fresh',
    'fresh',
    'ageing',
    'ageing',
    'stale',
    'stale',
    'expired',
  ])
})

test('what expires, expires at that very moment', () => {
  expect(freshnessOf(expiresAt(0, 1000) + 1, 1000)).toBe('expired')
  expect(freshnessOf(expiresAt(0, 1000) - 1, 1000)).toBe('stale')
})
