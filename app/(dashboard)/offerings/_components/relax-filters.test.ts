import { expect, test } from 'vitest'
import { NO_FILTERS, type OfferingFilters } from '@/lib/api/search-params'
import { relaxFilters } from './relax-filters'

const filters = (some: Partial<OfferingFilters>): OfferingFilters => ({ ...NO_FILTERS, ...some })

test('without filters there is nothing to take away', () => expect(relaxFilters(NO_FILTERS)).toEqual([]))

test('each filter is taken away once, the others hold', () =>
  expect(relaxFilters(filters({ model: ['a', 'b'], state: ['warm'] }))).toEqual([
    { without: 'model', filters: filters({ state: ['warm'] }) },
    { without: 'state', filters: filters({ model: ['a', 'b'] }) },
  ]))

test('a price ceiling goes with its pipeline', () =>
  expect(relaxFilters(filters({ pipeline: ['llm'], maxPriceWei: '5' }))).toEqual([
    { without: 'pipeline', filters: NO_FILTERS },
    { without: 'price', filters: filters({ pipeline: ['llm'] }) },
  ]))
