import { expect, test } from 'vitest'
import { asking } from './testdata/asking'

test('a page of another origin may send the operator key, which a wildcard does not stand for', async () => {
  const { status, headers } = await asking({ nodes: [] })('/api/v1/policies/x', { method: 'OPTIONS' })
  expect([status, headers['access-control-allow-headers']]).toEqual([204, '*, authorization'])
})
