import { describe, expect, test } from 'vitest'
import { NO_FILTERS } from '@/lib/api/search-params'
import { hasTerms, readQueryText } from './query-text'

const values = (...names: string[]) => names.map((value) => ({ value, count: 1 }))
const FACETS = {
  facets: {
    pipeline: values('llm', 'text-to-image'),
    state: values('warm', 'cold'),
    region: values('eu-central', 'eu-west', 'us-east', 'unknown'),
    gpu: values('RTX 4090', 'H100'),
    model: values('stabilityai/sdxl-turbo', 'ByteDance/SDXL-Lightning', 'llama'),
    health: values('up'),
    unit: values('pixel', 'token'),
  },
  prices: [],
}
const read = (text: string, filters = NO_FILTERS) => readQueryText(text, filters, FACETS)

test('terms become filters, and the rest stays words', () =>
  expect(read('fast model:sdxl price<0.002 region:eu unit:pixel reliability>=0.95 please')).toEqual({
    words: 'fast please',
    problems: [],
    filters: {
      ...NO_FILTERS,
      model: ['stabilityai/sdxl-turbo', 'ByteDance/SDXL-Lightning'],
      region: ['eu-central', 'eu-west'],
      unit: 'pixel',
      ranges: {
        price: { min: null, max: '0.002' },
        reached_share: { min: '0.95', max: null },
      },
    },
  }))

test('a whole name means itself alone, in any case and with spaces', () => {
  expect(read('gpu:"rtx 4090"').filters.gpu).toEqual(['RTX 4090'])
  expect(read('model:LLAMA').filters.model).toEqual(['llama'])
})

test('a name that nobody has is asked for as it is', () =>
  expect(read('model:none-such').filters.model).toEqual(['none-such']))

test('the pipeline says the unit of a price', () =>
  expect(read('price<=5 pipeline:llm').filters).toMatchObject({
    unit: 'token',
    ranges: { price: { min: null, max: '5' } },
  }))

test('two terms are two ends', () =>
  expect(read('latency>10 latency<200').filters.ranges).toEqual({ latency_ms: { min: '10', max: '200' } }))

describe('what cannot be meant is said', () => {
  test.each([
    ['price<5', 'price needs one unit'],
    ['latency<fast', 'not a number'],
    ['unit:stone', 'is not one of'],
    ['model>5', 'takes a name'],
  ])('%s', (text, words) => {
    const { problems, filters } = read(text)
    expect(problems.join()).toContain(words)
    expect(filters).toEqual(NO_FILTERS)
  })
})

test('an address is words', () => {
  expect(hasTerms('https://orch.example:8935')).toBe(false)
  expect(read('https://orch.example:8935').words).toBe('https://orch.example:8935')
  expect(read('constructor:x __proto__:y')).toMatchObject({ words: 'constructor:x __proto__:y' })
})
