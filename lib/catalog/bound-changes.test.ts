import { expect, test } from 'vitest'
import type { NodeChange } from '@/lib/domain/change'
import { boundChanges } from './bound-changes'

const changes = (nodeUri: string, count: number): NodeChange[] =>
  Array.from({ length: count }, (_, observedAt) => ({
    kind: 'node-back',
    nodeUri,
    orchestrator: null,
    observedAt,
    before: { outcome: 'busy', detail: null },
    after: { outcome: 'ok', detail: null },
  }))
const counts = (byNode: readonly number[], limits: { maxPerNode: number; maxTotal: number }) => {
  const bounded = boundChanges(
    byNode.map((count, i) => changes(`n${i}`, count)),
    limits,
  )
  return byNode.map((_, i) => {
    const own = bounded.filter((change) => 'nodeUri' in change && change.nodeUri === `n${i}`)
    const leftOut = own.reduce(
      (sum, change) => sum + (change.kind === 'many-changes' ? change.leftOut : 0),
      0,
    )
    return [own.length - (leftOut > 0 ? 1 : 0), leftOut]
  })
}

test.each([
  [
    'few changes stay',
    [0, 1, 10],
    { maxPerNode: 10, maxTotal: 100 },
    [
      [0, 0],
      [1, 0],
      [10, 0],
    ],
  ],
  [
    'one node too many',
    [11, 2],
    { maxPerNode: 10, maxTotal: 100 },
    [
      [10, 1],
      [2, 0],
    ],
  ],
  [
    'all together too many: the small ones stay whole',
    [50, 2, 50],
    { maxPerNode: 50, maxTotal: 22 },
    [
      [10, 40],
      [2, 0],
      [10, 40],
    ],
  ],
  [
    'more nodes than the total: one each',
    [3, 3, 3],
    { maxPerNode: 3, maxTotal: 2 },
    [
      [1, 2],
      [1, 2],
      [1, 2],
    ],
  ],
] as const)('%s', (_, byNode, limits, expected) => expect(counts(byNode, limits)).toEqual(expected))

test('what is left out counts every change that is not there', () =>
  expect(boundChanges([changes('a', 7)], { maxPerNode: 3, maxTotal: 100 }).at(-1)).toMatchObject({
    kind: 'many-changes',
    leftOut: 4,
  }))
