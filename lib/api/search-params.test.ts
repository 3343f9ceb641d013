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
    state: ['warm', 'cold'],
    q: 'flux "a b"',
    health: ['up', 'down'],
    orchestrator: ['0xab'],
    unit: 'pixel',
    ranges: { price: { min: '0.1', max: '0.5' }, reached_share: { min: '0.95', max: null } },
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

test('an older ceiling is a range of prices in the unit of its pipeline', () =>
  expect(parse('max_price_wei=5&pipeline=llm')).toEqual({
    ok: true,
    filters: {
      ...NO_FILTERS,
      pipeline: ['llm'],
      unit: 'token',
      ranges: { price: { min: null, max: '5' } },
    },
  }))

test('what a form sends empty is not there', () =>
  expect(parse('q=&unit=&price[gte]=&price[lte]=&vram_gb[gte]=')).toEqual({ ok: true, filters: NO_FILTERS }))

test('a phrase of which only the beginning is typed is asked for as words', () =>
  expect(formatOfferingFilters({ ...NO_FILTERS, q: 'a "b c' }).get('q')).toBe('a  b c'))

describe('what is wrong is named', () => {
  test.each([
    ['stat=warm', 'stat'],
    ['state=hot', 'state'],
    ['max_price_wei=cheap&pipeline=llm', 'max_price_wei'],
    ['max_price_wei=5', 'max_price_wei'],
    ['max_price_wei=5&pipeline=llm,upscale', 'max_price_wei'],
    ['price[lte]=5', 'price[lte]'],
    ['price[gte]=cheap&unit=token', 'price[gte]'],
    ['unit=token,pixel', 'unit'],
    ['unit=stone', 'unit'],
    ['latency_ms[lte]=fast', 'latency_ms[lte]'],
    ['latency_ms[lte]=1&latency_ms[lte]=2', 'latency_ms[lte]'],
  ])('%s', (query, parameter) => expect(parse(query)).toMatchObject({ ok: false, errors: [{ parameter }] }))
})
