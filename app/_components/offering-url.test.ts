import { expect, test } from 'vitest'
import { NO_FILTERS } from '@/lib/api/search-params'
import {
  formatOfferingView,
  offeringsAsked,
  offeringsHref,
  parseOfferingView,
  type SortKey,
  toUrlSearchParams,
} from './offering-url'

const parse = (query: string) => parseOfferingView(new URLSearchParams(query))

test('an empty address shows everything in the order of the server', () =>
  expect(parse('')).toEqual({ filters: NO_FILTERS, sort: null, open: null, problems: [] }))

test('what is written is read back', () => {
  const filters = {
    pipeline: ['llm'],
    model: ['a,b/c', 'δ&=?'],
    gpu: ['RTX 4090'],
    region: ['eu-central'],
    state: ['warm', 'cold'],
    q: '"a phrase" b',
    health: ['up'],
    orchestrator: ['0xab'],
    unit: 'token',
    ranges: { price: { min: null, max: '0.4' }, latency_ms: { min: '5', max: '250' } },
  } as const
  const sort = { key: 'price', isDescending: true } as const
  const params = formatOfferingView({ filters, sort, open: 'bd23' })
  const { filters: read, sort: readSort, open, problems } = parse(params.toString())
  expect(read).toEqual(filters)
  expect(open).toBe('bd23')
  expect(readSort).toEqual(sort)
  expect(problems).toEqual([])
})

test('what cannot be read is reported and left out, the rest holds', () => {
  const { filters, sort, problems } = parse('pipeline=llm&state=hot&sort=colour&utm_source=x')
  expect(filters).toEqual({ ...NO_FILTERS, pipeline: ['llm'] })
  expect(sort).toBeNull()
  expect(problems.map(({ parameter }) => parameter).toSorted()).toEqual(['sort', 'state', 'utm_source'])
})

test('a price ceiling without its pipeline is reported and left out', () => {
  const { filters, problems } = parse('max_price_wei=3000&model=flux')
  expect(filters).toEqual({ ...NO_FILTERS, model: ['flux'] })
  expect(problems).toHaveLength(1)
})

test('how the table looks, and the moment, are read elsewhere', () =>
  expect(parse('columns=price&density=tight&as_of=2026-01-31').problems).toEqual([]))

test('the API is asked in its own words for the same order', () => {
  const asked = (key: SortKey, isDescending: boolean) =>
    offeringsAsked(NO_FILTERS, { key, isDescending }).get('sort')
  expect([asked('price', false), asked('price', true)]).toEqual(['unit,price', 'unit,-price'])
  expect([asked('age', false), asked('age', true)]).toEqual(['-observed_at', 'observed_at'])
  expect(offeringsAsked(NO_FILTERS, null).toString()).toBe('')
})

test('repeated parameters arrive as a list', () => {
  const params = toUrlSearchParams({ model: ['a', 'b'], state: 'warm', gpu: undefined })
  expect(parseOfferingView(params).filters).toEqual({ ...NO_FILTERS, model: ['a', 'b'], state: ['warm'] })
})

test('a link states only what differs from everything', () => {
  expect(offeringsHref({})).toBe('/offerings')
  expect(offeringsHref({ pipeline: ['text-to-image'] }, { sort: { key: 'age', isDescending: false } })).toBe(
    '/offerings?pipeline=text-to-image&sort=age',
  )
})
