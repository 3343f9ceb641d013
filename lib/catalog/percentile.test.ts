import { expect, test } from 'vitest'
import { percentile } from './percentile'

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test('nearest rank, whatever the order', () => {
  expect(percentile(upTo(100).reverse(), 95)).toBe(95)
  expect(percentile(upTo(21), 50)).toBe(11)
})

test('too few samples say nothing', () => expect(percentile(upTo(19), 50)).toBeNull())
