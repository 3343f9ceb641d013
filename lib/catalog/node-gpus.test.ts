import { describe, expect, test } from 'vitest'
import type { Gpu } from '@/lib/domain/orchestrator-answer'
import { gpu } from '@/lib/domain/testdata/answer'
import { distinctGpus } from './node-gpus'

const URI = 'https://a.example:8935'
const entry = (...gpus: Gpu[]) => ({
  pipeline: 'p',
  modelId: 'm',
  gpus: new Map(gpus.map((card, slot) => [String(slot), card])),
})
const only = (about: Partial<Gpu>) => distinctGpus(URI, [entry(gpu(about))])[0]

test('a card with an id is one card, wherever it is listed; those without are told apart by their place', () => {
  const listed = [entry(gpu(), gpu({ id: '' })), entry(gpu(), gpu({ id: '' }))]
  expect(distinctGpus(URI, listed).map(({ key }) => key)).toEqual(['GPU-1', `${URI} 0 1`, `${URI} 1 1`])
})

describe('memory', () => {
  test.each<[total: bigint, free: bigint, stated: [bigint | null, bigint | null]]>([
    [24n, 5n, [24n, 5n]],
    [24n, 24n, [24n, 24n]],
    // Zero is not told from not stated on the wire.
    [24n, 0n, [24n, null]],
    [0n, 0n, [null, null]],
    // More free than there is, and less than nothing, is nonsense.
    [24n, 25n, [24n, null]],
    [24n, -1n, [24n, null]],
    [-1n, 5n, [null, null]],
    [0n, 5n, [null, null]],
  ])('of %s bytes with %s free', (memoryTotalBytes, memoryFreeBytes, stated) => {
    const card = only({ memoryTotalBytes, memoryFreeBytes })
    expect([card?.memoryTotalBytes, card?.memoryFreeBytes]).toEqual(stated)
  })
})

test.each<[major: number, minor: number, stated: string | null]>([
  [8, 9, '8.9'],
  [9, 0, '9.0'],
  [12, 10, '12.10'],
  [0, 0, null],
  [0, 9, null],
  [-1, 0, null],
  [8, -1, null],
])('compute capability %s and %s', (major, minor, stated) =>
  expect(only({ major, minor })?.computeCapability).toBe(stated),
)
