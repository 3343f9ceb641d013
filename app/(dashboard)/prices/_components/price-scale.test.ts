import { expect, test } from 'vitest'
import type { PriceDto } from '@/lib/api/contract/price'
import type { PriceRowDto } from '@/lib/api/contract/price-row'
import { priceScale } from './price-scale'

const price = (wei_per_unit: string): PriceDto => ({
  wei: wei_per_unit,
  per_units: '1',
  unit: 'pixel',
  wei_per_unit,
  origin: 'roll-up',
  usd_per_unit: null,
  costs: [],
  implausible: null,
})
const row = (min: string | null, max: string | null): PriceRowDto => ({
  kind: 'ai',
  pipeline: 'text-to-image',
  model: 'm',
  unit: 'pixel',
  n: 2,
  min: min === null ? null : price(min),
  p25: null,
  median: null,
  p75: null,
  max: max === null ? null : price(max),
  spread: null,
  zero: 0,
  missing: 0,
  implausible: 0,
  cheapest: [],
})

test('prices near each other lie on a scale from zero, distant ones on a logarithmic one', () => {
  const near = priceScale([row('50', '100'), row('25', '75')])
  expect(near?.isLog).toBe(false)
  expect(['0', '50', '100'].map((wei) => near?.placeOf(wei))).toEqual([0, 50, 100])
  const far = priceScale([row('0', '10000'), row('1', '100')])
  expect(far?.isLog).toBe(true)
  expect(far?.placeOf('0')).toBe(0)
  expect(far?.placeOf('1')).toBe(6)
  expect(far?.placeOf('100')).toBeCloseTo(53, 6)
  expect(far?.placeOf('10000')).toBeCloseTo(100, 6)
})

test('without a price there is no scale, and of zeros alone all lie at the edge', () => {
  expect(priceScale([])).toBeNull()
  expect(priceScale([row(null, null)])).toBeNull()
  expect(priceScale([row('0', '0')])?.placeOf('0')).toBe(0)
})
