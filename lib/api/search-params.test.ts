import { describe, expect, test } from 'vitest'
import {
  formatOfferingFilters,
  NO_FILTERS,
  type OfferingFilters,
  parseOfferingFilters,
} from './search-params'

const parse = (query: string) => parseOfferingFilters(new URLSearchParams(query))

test('filters survive the way through a URL, commas and percent signs in model ids included', () => {
  const filters: OfferingFilters = {
    pipeline: ['text-to-image'],
    model: ['a,b', 'org/model', 'x=1&y 100%'],
    gpu: ['RTX 4090'],
    region: ['eu-central'],
    state: ['cold', 'warm'],
    maxPriceWei: '0.5',
  }
  expect(parse(formatOfferingFilters(filters).toString())).toEqual({ ok: true, filters })
})

test('no filters, no parameters', () => expect(formatOfferingFilters(NO_FILTERS).toString()).toBe(''))

test('the order in which filters were chosen does not matter', () =>
  expect(formatOfferingFilters({ ...NO_FILTERS, state: ['warm', 'cold'] }).toString()).toBe(
    formatOfferingFilters({ ...NO_FILTERS, state: ['cold', 'warm'] }).toString(),
  ))

test('a list may be repeated parameters, comma-separated, or both', () =>
  expect(parse('model=a,b&model=c&model=a')).toMatchObject({ ok: true, filters: { model: ['a', 'b', 'c'] } }))

describe('what is wrong is named', () => {
  test.each([
    ['stat=warm', 'stat'],
    ['state=hot', 'state'],
    ['max_price_wei=cheap&pipeline=llm', 'max_price_wei'],
    ['max_price_wei=5', 'max_price_wei'],
    ['max_price_wei=5&pipeline=llm,upscale', 'max_price_wei'],
  ])('%s', (query, parameter) => expect(parse(query)).toMatchObject({ ok: false, errors: [{ parameter }] }))
})
