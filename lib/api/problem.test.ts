import { expect, test } from 'vitest'
import { noPolicies } from '@/lib/policies/testdata/no-policies'
import { asking } from './testdata/asking'

const ask = asking({ nodes: [], policies: noPolicies(), operatorKey: 'a key for tests alone' })
const many = Array.from({ length: 1_000 }, (_, i) => `${'x'.repeat(1_000)}${i}`)

test.each(['/api/v1/offerings', '/api/v1/facets', '/api/v1/nodes', '/api/v1/stream', '/orchestrators.json'])(
  'a thousand mistakes in %s do not make an answer of a thousand problems',
  async (path) => {
    const { status, text } = await ask(`${path}?${many.map((name) => `${name}=1`).join('&')}`)
    expect(status).toBe(400)
    const { errors } = JSON.parse(text)
    expect(errors).toHaveLength(50)
    expect(errors[0]).toMatchObject({ parameter: `${'x'.repeat(80)}…` })
    expect(text.length).toBeLessThan(100_000)
  },
)

test('nor do those in a body', async () => {
  const { status, text } = await ask('/api/v1/policies/hostile', {
    method: 'PUT',
    headers: { authorization: 'Bearer a key for tests alone' },
    body: JSON.stringify(Object.fromEntries(many.map((name) => [name.slice(-60), 1]))),
  })
  expect([status, JSON.parse(text).errors.length]).toEqual([400, 50])
})

test('a name of any length is told in a few letters', async () => {
  const { status, text } = await ask(`/api/v1/policies/${'x'.repeat(5_000)}`)
  expect([status, text.length < 500]).toEqual([404, true])
})
