import { expect, test } from 'vitest'
import { NO_FILTERS } from '@/lib/api/search-params'
import { dropParameter } from './drop-parameter'

const ALL = {
  ...NO_FILTERS,
  q: 'flux',
  model: ['a'],
  unit: 'token',
  ranges: { price: { min: '1', max: '5' }, latency_ms: { min: null, max: '200' } },
} as const

test('what one parameter says goes, the rest stays', () => {
  expect(dropParameter(ALL, 'q')).toEqual({ ...ALL, q: '' })
  expect(dropParameter(ALL, 'model')).toEqual({ ...ALL, model: [] })
  expect(dropParameter(ALL, 'latency_ms[lte]')).toEqual({ ...ALL, ranges: { price: ALL.ranges.price } })
  expect(dropParameter(ALL, 'price[gte]').ranges.price).toEqual({ min: null, max: '5' })
  expect(dropParameter(ALL, 'no-such')).toEqual(ALL)
})

test('a range of prices needs its unit, and goes with it', () =>
  expect(dropParameter(ALL, 'unit')).toEqual({
    ...ALL,
    unit: null,
    ranges: { latency_ms: ALL.ranges.latency_ms },
  }))
