import { expect, test } from 'vitest'
import { generateFleet } from './generate-fleet'

test('the same seed gives the same fleet, another seed another one', () => {
  expect(generateFleet({ count: 50, seed: 'a' })).toEqual(generateFleet({ count: 50, seed: 'a' }))
  expect(generateFleet({ count: 50, seed: 'a' })).not.toEqual(generateFleet({ count: 50, seed: 'b' }))
})

test('a larger fleet begins with the smaller one', () => {
  expect(generateFleet({ count: 40, seed: 'a' }).slice(0, 10)).toEqual(
    generateFleet({ count: 10, seed: 'a' }),
  )
})

test('2,000 have 2,000 names, hosts and addresses', () => {
  const fleet = generateFleet({ count: 2_000, seed: 'a' })
  for (const key of ['name', 'host', 'recipient', 'key'] as const)
    expect(new Set(fleet.map((node) => node[key])).size).toBe(2_000)
})

test.each([0, 2_001, 1.5, -1])('%d orchestrators are refused', (count) => {
  expect(() => generateFleet({ count, seed: 'a' })).toThrow(RangeError)
})
