import { expect, test } from 'vitest'
import { withAsOf } from './use-as-of'

test('a link keeps the moment before its fragment and beside its other parameters', () => {
  const at = '2026-11-22T13:05:00Z'
  expect(withAsOf('/', at)).toBe('/?as_of=2026-11-22T13%3A05%3A00Z')
  expect(withAsOf('/offerings?state=warm#nodes', at)).toBe(
    '/offerings?state=warm&as_of=2026-11-22T13%3A05%3A00Z#nodes',
  )
})
