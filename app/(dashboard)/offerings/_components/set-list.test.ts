import { expect, test } from 'vitest'
import { NO_FILTERS } from '@/lib/api/search-params'
import { setList } from './set-list'

const PRICED = {
  ...NO_FILTERS,
  pipeline: ['llm'],
  unit: 'token',
  ranges: { price: { min: null, max: '5' }, latency_ms: { min: null, max: '200' } },
} as const

test('other values replace those of one filter and leave the rest', () =>
  expect(setList(PRICED, 'gpu', ['H100'])).toEqual({ ...PRICED, gpu: ['H100'] }))

test('prices stay in their unit: a pipeline of another one ends what was said of them', () => {
  expect(setList(PRICED, 'pipeline', ['text-to-image'])).toEqual({
    ...PRICED,
    pipeline: ['text-to-image'],
    unit: null,
    ranges: { latency_ms: { min: null, max: '200' } },
  })
  expect(setList(PRICED, 'pipeline', ['llm', 'upscale']).unit).toBe('token')
  expect(setList(PRICED, 'pipeline', []).ranges).toEqual(PRICED.ranges)
})
