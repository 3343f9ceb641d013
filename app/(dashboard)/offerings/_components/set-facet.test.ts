import { expect, test } from 'vitest'
import { NO_FILTERS } from '@/lib/api/search-params'
import { setFacet } from './set-facet'

test('values replace those of their facet only', () =>
  expect(setFacet({ ...NO_FILTERS, gpu: ['L4'], model: ['a'] }, 'model', ['b'])).toEqual({
    ...NO_FILTERS,
    gpu: ['L4'],
    model: ['b'],
  }))

test('a state that does not exist is not taken', () =>
  expect(setFacet(NO_FILTERS, 'state', ['warm', 'lukewarm']).state).toEqual(['warm']))

test.each([
  { to: ['llm'], ceiling: '5' },
  { to: [], ceiling: null },
  { to: ['llm', 'upscale'], ceiling: null },
  { to: ['upscale'], ceiling: null },
])('a price ceiling for llm under pipelines $to is $ceiling', ({ to, ceiling }) =>
  expect(setFacet({ ...NO_FILTERS, pipeline: ['llm'], maxPriceWei: '5' }, 'pipeline', to).maxPriceWei).toBe(
    ceiling,
  ),
)
