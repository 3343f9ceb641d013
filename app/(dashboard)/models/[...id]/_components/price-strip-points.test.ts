import { expect, test } from 'vitest'
import type { PriceDto } from '@/lib/api/contract/price'
import { type PricedOffering, priceStrips } from './price-strip-points'

const offering = (id: string, wei: string, some: Partial<PriceDto> = {}): PricedOffering => ({
  id,
  state: 'warm',
  node_uri: `https://${id}.example:8935`,
  orchestrator: null,
  price: {
    wei,
    per_units: '1',
    unit: 'pixel',
    wei_per_unit: wei,
    origin: 'model',
    usd_per_unit: null,
    costs: [],
    implausible: null,
    ...some,
  },
})

test('unlike units stand apart, and what nobody can mean stands nowhere', () => {
  const strips = priceStrips([
    offering('a', '1'),
    offering('b', '2', { unit: 'token' }),
    offering('c', '3', { implausible: 'Nobody would pay it.' }),
    { ...offering('d', '4'), price: null },
  ])
  expect(strips.map(({ unit, points }) => [unit, points.map(({ id }) => id)])).toEqual([
    ['pixel', ['a']],
    ['token', ['b']],
  ])
})

test('prices in the same place are stacked, ascending, with room above', () => {
  const [strip] = priceStrips([offering('a', '20'), offering('b', '10'), offering('c', '10')])
  expect(strip?.points.map(({ id, x, y }) => [id, x, y])).toEqual([
    ['b', 10, 1],
    ['c', 10, 2],
    ['a', 20, 1],
  ])
  expect(strip?.places.domain).toEqual([0, 4])
})
