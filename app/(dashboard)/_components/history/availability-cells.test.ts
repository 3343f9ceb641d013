import { expect, test } from 'vitest'
import { availabilityCells, cellTone } from './availability-cells'

const point = (attempts: number | null, reached: number | null, at = 0) => ({
  at: new Date(at).toISOString(),
  attempts,
  answered: reached,
  reached,
  availability: attempts ? (reached ?? 0) / attempts : null,
})

test('cells add up the probes of their buckets, and one of nothing but gaps is a gap', () => {
  const points = [point(4, 4), point(2, 1), point(null, null), point(0, 0), point(3, 3), point(null, null)]
  expect(availabilityCells({ points }, 3).map(({ probes }) => probes)).toEqual([
    { attempts: 6, reached: 5 },
    null,
    { attempts: 3, reached: 3 },
  ])
})

test('of a few buckets too many the oldest are left out', () => {
  const points = [point(1, 0), point(1, 1), point(1, 1)]
  expect(availabilityCells({ points }, 2).map(({ probes }) => probes?.reached)).toEqual([1, 1])
  expect(availabilityCells({ points: [] }, 2)).toEqual([])
})

test.each([
  [null, null, 'unknown'],
  [10, 10, 'all'],
  [10, 9, 'most'],
  [10, 8, 'some'],
  [10, 0, 'none'],
])('%s asked, %s reached: %s', (attempts, reached, tone) => {
  const [cell] = availabilityCells({ points: [point(attempts, reached)] }, 1)
  expect(cell && cellTone(cell)).toBe(tone)
})
